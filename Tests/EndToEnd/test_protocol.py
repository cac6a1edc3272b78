"""The engine's own tables of OTLP are checked against a list of fields; the list is the official one."""

import subprocess
import sys

from harness.gateway import ROOT

LIST = ROOT / "Tests" / "TelemetryEngineTests" / "Goldens" / "fields.txt"


def test_the_list_of_fields_is_that_of_the_descriptors():
    printed = subprocess.run(
        [sys.executable, ROOT / "Tests" / "tools" / "otlp_fields.py"], capture_output=True, text=True, check=True, timeout=60)
    declared, listed = set(printed.stdout.splitlines()), set(LIST.read_text().splitlines())
    assert declared == listed, f"not listed: {sorted(declared - listed)}; not declared any more: {sorted(listed - declared)}"
