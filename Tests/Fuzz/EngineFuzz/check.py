#!/usr/bin/env python3
"""Judges what the fuzzer's inputs became by the official protobuf classes: `check.py FOLDER`.

What was let through must be a request, before and after; what was refused must be none.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "EndToEnd"))
from google.protobuf.message import DecodeError  # noqa: E402
from harness.otlp import REQUEST  # noqa: E402

# Where the engine is stricter than one implementation or another on purpose.
STRICTER = (
    "a varint is too long", "a field number is out of range", "one message field is split into too many parts",
    "it has too many short values")


def decodes(signal, path):
    try:
        REQUEST[signal].FromString(path.read_bytes())
    except DecodeError:
        return False
    return True


def main(folder):
    wrong, passed, refused = [], 0, 0
    for path in sorted(folder.glob("*.in")):
        signal = path.name.split(".")[0]
        output, refusal = path.with_suffix(".out"), path.with_suffix(".refused")
        if output.exists():
            passed += 1
            if not decodes(signal, output):
                wrong.append(f"{output} was let through and is no request")
        elif refusal.exists():
            refused += 1
            if decodes(signal, path) and not refusal.read_text().startswith(STRICTER):
                wrong.append(f"{path} was refused ({refusal.read_text()}) and is a request")
    print(f"The official classes looked at {passed} requests that were let through and {refused} that were refused")
    if not passed:
        wrong.append(f"nothing was let through in {folder}")
    return "\n".join(wrong[:20])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])) or 0)
