"""What the README says is true: its commands run, its tables are the gateway's."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from harness.gateway import ROOT, run_command
from harness.metrics import OWN
from harness.waiting import eventually
from test_configuration import WRONG
from test_prometheus import CONTRACT

README = (ROOT / "README.md").read_text()
# Variables that any text is right for.
FREE = {"HEPHAESTUS_CONFIG", "HEPHAESTUS_PROFILE", "HEPHAESTUS_PROMETHEUS_HOST", "OTEL_SERVICE_NAME"}


def section(title):
    """The text under a heading."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, f"no section {title!r}"
    return found[1]


def blocks(language, text=README):
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def first_cells(title):
    """The names in the first column of a section's table; `A_ONE`, `_TWO` is short for `A_ONE`, `A_TWO`."""
    names = []
    for row in re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE):
        first, *others = re.findall(r"`([^`]+)`", row)
        names += [first] + [first.rsplit("_", 1)[0] + name if name.startswith("_") else name for name in others]
    return names


def test_the_first_screen():
    lines = README.splitlines()
    assert len(lines) <= 120
    commands = "".join(blocks("bash", "\n".join(lines[:40])))
    for command in ("examples/start", "curl", "Tests/run"):
        assert command in commands, f"{command} is not on the first screen"


def test_the_scripts_it_names_can_be_run():
    for word in shlex.split("\n".join(blocks("bash")), comments=True):
        if word.startswith(("examples/", "Tests/", ".ci/")):
            assert os.access(ROOT / word, os.X_OK), word
        elif word.startswith("@"):
            assert (ROOT / word[1:]).is_file(), word


def test_the_second_terminal_shows_what_it_says(start_gateway):
    """The shipped profile `local`, on other ports, and the README's own commands."""
    gateway = start_gateway(shipped="local")
    ports = {"4317": gateway.grpc_port, "4318": gateway.http_port, "9464": gateway.metrics_port}
    commands = [line for line in "".join(blocks("bash")).splitlines() if line.startswith("curl")]
    shown = blocks("text")[0].strip()
    assert len(commands) >= 2
    for command in commands:
        for told, own in ports.items():
            command = command.replace(f":{told}", f":{own}")
        result = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=20)
        assert result.returncode == 0, f"{command}: {result.stderr}"
    assert shown in result.stdout
    files = eventually(lambda: list((gateway.folder / "state").rglob("*.jsonl")), what="a file in the state directory")
    eventually(lambda: "plugins.execute" in files[0].read_text(), what="the span in the file")
    assert "jane.doe" not in files[0].read_text()


def test_the_span_is_the_one_its_script_makes(tmp_path):
    subprocess.run([sys.executable, ROOT / "examples" / "make-span", tmp_path / "span.pb"], check=True, timeout=30)
    assert (tmp_path / "span.pb").read_bytes() == (ROOT / "examples" / "span.pb").read_bytes()


def test_its_profile_is_a_profile(tmp_path):
    for number, text in enumerate(blocks("yaml")):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text)
        result = run_command(tmp_path, "validate", path)
        assert result.returncode == 0, result.stdout


def test_its_variables_are_those_that_are_read():
    table = set(first_cells("Environment"))
    assert table == set(WRONG) | FREE


@pytest.mark.parametrize("name, value, named", [
    ("HEPHAESTUS_CONFIG", "/no/such/file.yaml", "/no/such/file.yaml"), ("HEPHAESTUS_PROFILE", "nightly", "nightly")])
def test_the_variables_that_choose_the_profile(tmp_path, name, value, named):
    result = run_command(tmp_path, "run", env={name: value})
    assert result.returncode == 78 and named in result.stderr


def test_its_metrics_are_those_of_the_contract():
    heading, *names = first_cells("Metrics")
    assert heading == OWN, "the names are told without their prefix"
    assert set(names) == set(CONTRACT)


def test_its_packages_are_those_that_are_installed():
    script = (ROOT / "Tests" / "install").read_text()
    installed = {
        package for packages in re.findall(r"^\w+_packages=\((.*)\)$", script, re.MULTILINE)
        for package in packages.split()}
    assert set(first_cells("Packages")) == installed
