"""The specification's sampling rule, written down once more."""

RANDOMNESS = 2**56


def randomness(trace_id):
    """The 56 bits that the OpenTelemetry consistent sampling rule looks at."""
    return int.from_bytes(trace_id[9:], "big")


def threshold(ratio):
    """What a ratio rejects, with four significant hexadecimal digits after leading ones of `f` or `0`."""
    exact = RANDOMNESS - round(ratio * RANDOMNESS)
    digits = f"{exact:014x}"
    leading = max(len(digits) - len(digits.lstrip(digit)) for digit in "f0")
    unit = 16 ** max(0, 14 - 4 - leading)
    return (exact + unit // 2) // unit * unit


def is_kept(trace_id, ratio):
    return randomness(trace_id) >= threshold(ratio)


def adjusted_count(span):
    """How many spans this one stands for, by `th`; 0 when it does not say."""
    entry = next((member for member in span.trace_state.split(",") if member.startswith("ot=")), "ot=")
    for part in entry[3:].split(";"):
        if part.startswith("th:"):
            return RANDOMNESS / (RANDOMNESS - int(part[3:].ljust(14, "0"), 16))
    return 0


def sampled(sampler, ratio=None, **settings):
    """A profile's settings."""
    return {"sampling": {"sampler": sampler} | ({} if ratio is None else {"ratio": ratio}) | settings}
