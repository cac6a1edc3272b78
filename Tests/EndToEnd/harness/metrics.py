"""Reading /metrics, and the accounting identity that every test of a gateway ends with."""

import re

SERIES = re.compile(r"^(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$")
LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)')
ESCAPES = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}
OWN = "hephaestus_gw_"


class Metrics:
    """One scrape. Names of the gateway's own families may be given without `hephaestus_gw_`."""

    def __init__(self, text):
        self.text = text
        self.series = []
        self.types = {}
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split(" ", 3)
                assert name not in self.types, f"two TYPE lines for {name}"
                self.types[name] = kind
            elif line and not line.startswith("#"):
                self.series.append(self._parse(line))

    @staticmethod
    def _parse(line):
        match = SERIES.match(line)
        assert match, f"not an exposition line: {line!r}"
        labels = {
            key: re.sub(r"\\.", lambda escape: ESCAPES.get(escape[0], escape[0]), value)
            for key, value in LABEL.findall(match["labels"] or "")
        }
        return match["name"], labels, float(match["value"])

    def select(self, name, **labels):
        """Every `(labels, value)` of a family that has at least these labels."""
        names = {name, OWN + name}
        return [
            (have, value) for found, have, value in self.series
            if found in names and labels.items() <= have.items()
        ]

    def sum(self, name, **labels):
        return sum(value for _, value in self.select(name, **labels))

    def families(self):
        return set(self.types)


def accounts(metrics):
    """The items of one scrape as `{signal: {"received": n, …, "targets": {target: {…}}}}`."""
    result = {}
    for signal in {labels["signal"] for labels, _ in metrics.select("received_items_total")}:
        targets = {
            labels["target"]
            for family in ("delivered_items_total", "queued_items", "dropped_items_total")
            for labels, _ in metrics.select(family, signal=signal)
        }
        result[signal] = {
            "received": metrics.sum("received_items_total", signal=signal),
            "rejected": metrics.sum("rejected_items_total", signal=signal),
            "sampled_out": metrics.sum("sampled_out_items_total", signal=signal),
            "targets": {
                target: {
                    "replayed": metrics.sum("replayed_items_total", signal=signal, target=target),
                    "delivered": metrics.sum("delivered_items_total", signal=signal, target=target),
                    "queued": metrics.sum("queued_items", signal=signal, target=target),
                    "dropped": metrics.sum("dropped_items_total", signal=signal, target=target),
                }
                for target in targets
            },
        }
    return result


def imbalances(books):
    """Where received + replayed differs from rejected + sampled out + delivered + queued + dropped."""
    found = []
    for signal, book in books.items():
        if book["received"] and not book["targets"]:
            found.append(f"{signal}: {book['received']:.0f} received, and no target accounts for them")
        for target, own in book["targets"].items():
            came = book["received"] + own["replayed"]
            went = book["rejected"] + book["sampled_out"] + own["delivered"] + own["queued"] + own["dropped"]
            if came != went:
                found.append(f"{signal} of target {target!r}: {came:.0f} came, {went:.0f} accounted for: {book}")
    return found


ACCOUNT = re.compile(r'\b((?:traces|metrics|logs)(?:\.[^\s.="]+)+)"?\s*[=:]\s*"?(\d+)')


def accounts_in_log(line):
    """The same numbers from the last line of the gateway's log.

    It says `traces.received=12`, `traces.default.delivered=12` and, where no target takes a signal,
    `traces.dropped.no_target=12`. Further parts are reasons, which the totals hold already.
    """
    result = {}
    for path, value in ACCOUNT.findall(line):
        signal, *parts = path.split(".")
        book = result.setdefault(signal, {"received": 0, "rejected": 0, "sampled_out": 0, "targets": {}})
        if len(parts) == 1:
            book[parts[0]] = int(value)
        elif len(parts) == 2 and parts[0] != "rejected":
            target, name = ("", "dropped") if parts[0] == "dropped" else parts
            own = book["targets"].setdefault(target, {"replayed": 0, "delivered": 0, "queued": 0, "dropped": 0})
            own[name] += int(value)
    return result
