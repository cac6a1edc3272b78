"""The files of `examples` are what the tools they are for take: promtool, Grafana, Compose, Docker, systemd.

What runs them for good, a container engine and a systemd, is not part of a test machine.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from harness.examples import (
    DASHBOARD, EXAMPLES, PROMETHEUS, RULE_FILES, dashboard, panels, read_yaml, rules, substituted)
from harness.gateway import ROOT, binary, run_command

COMPOSE = EXAMPLES / "compose.yaml"
CONTAINER = EXAMPLES / "container"
UNIT = EXAMPLES / "systemd" / "hephaestus-gw.service"
RULE_TESTS = sorted((PROMETHEUS / "tests").glob("*.yml"))
# Grafana's names of the units that are in use.
UNITS = {"short", "percentunit", "s", "bytes", "binBps", "ops", "opm", "cps", "reqps"}
# Libraries of these packages are in every image that is based on Debian.
ESSENTIAL = {"libc6", "libgcc-s1"}


def run(*command):
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=60, check=False)
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize("arguments", [
    ("check", "config", PROMETHEUS / "prometheus.yml"), ("check", "rules", *RULE_FILES), ("test", "rules", *RULE_TESTS)],
    ids=lambda arguments: " ".join(arguments[:2]))
def test_promtool_is_content(arguments):
    status, output = run("promtool", *arguments)
    assert status == 0, output


def test_every_alert_has_a_case_that_fires_and_one_that_does_not():
    cases = [
        case for path in RULE_TESTS for group in read_yaml(path)["tests"] for case in group.get("alert_rule_test", [])]
    for fires in (True, False):
        assert {case["alertname"] for case in cases if bool(case["exp_alerts"]) == fires} == set(rules("alert"))


def test_every_recording_rule_has_a_case():
    cases = [
        case["expr"] for path in RULE_TESTS for group in read_yaml(path)["tests"]
        for case in group.get("promql_expr_test", []) if case["exp_samples"]]
    for name in rules("record"):
        assert any(name in expression for expression in cases), name


@pytest.mark.parametrize("name", rules("alert"))
def test_an_alert_says_what_is_wrong_and_how_bad_it_is(name):
    rule = rules("alert")[name]
    assert rule["for"] and rule["labels"]["severity"] in ("critical", "warning")
    assert set(rule["annotations"]) == {"summary", "description"}
    assert len(rule["annotations"]["summary"]) <= 140


def test_the_scrape_keeps_the_labels_of_programs():
    job, = read_yaml(PROMETHEUS / "prometheus.yml")["scrape_configs"]
    assert (job["job_name"], job["honor_labels"]) == ("hephaestus", True)


def test_the_panels_of_the_dashboard():
    everything = dashboard()["panels"]
    identifiers = [panel["id"] for panel in everything]
    assert len(set(identifiers)) == len(identifiers)
    titles = [panel["title"] for panel in panels()]
    assert len(set(titles)) == len(titles)
    source = {"type": "prometheus", "uid": "${datasource}"}
    for panel in panels():
        assert len(panel["description"]) > 10, panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS, panel["title"]
        assert all(target["datasource"] == source for target in [panel, *panel["targets"]]), panel["title"]
        assert all(substituted(target["expr"]) for target in panel["targets"])


def test_no_panel_lies_on_another():
    taken = set()
    for panel in dashboard()["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken and at["x"] + at["w"] <= 24, panel["title"]
        taken |= cells


def test_the_variables_of_the_dashboard():
    named = {variable["name"]: variable for variable in dashboard()["templating"]["list"]}
    assert set(named) == {"datasource", "job", "instance", "plugin"}
    # Panels of the gateway are about the chosen gateways, those of plugins also about the chosen plugins.
    guide = {"Plugin Error Rate", "Plugin Duration (95th Percentile)", "Guard-Rails Throughput"}
    for panel in panels():
        for target in panel["targets"]:
            plugins = re.search(r"hephaestus_(plugins|guard_rails)_", target["expr"])
            wanted = {"$job", "$instance"} | ({"$plugin"} if plugins else set())
            assert panel["title"] in guide or all(name in target["expr"] for name in wanted), target["expr"]


def test_grafana_finds_dashboard_and_data_source():
    mounts = dict(mount.split(":")[1::-1] for mount in services()["grafana"]["volumes"])
    provider, = read_yaml(EXAMPLES / "grafana" / "provisioning" / "dashboards" / "hephaestus.yml")["providers"]
    assert (COMPOSE.parent / mounts[provider["options"]["path"]]).resolve() == DASHBOARD.parent
    source, = read_yaml(EXAMPLES / "grafana" / "provisioning" / "datasources" / "prometheus.yml")["datasources"]
    assert source["url"] == "http://prometheus:9090" and "prometheus" in services()


def services():
    return read_yaml(COMPOSE)["services"]


def test_compose_takes_the_file():
    status, output = run(
        Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", COMPOSE)
    assert status == 0, output


def test_what_compose_starts():
    volumes = read_yaml(COMPOSE)["volumes"]
    assert set(services()) == {"gateway", "prometheus", "grafana"}
    for name, service in services().items():
        assert "build" in service or re.search(r":v?\d+\.\d+\.\d+$", service["image"]), f"{name} is not pinned"
        assert "build" in service or service["healthcheck"]["test"], name
        assert all(port.startswith("127.0.0.1:") for port in service["ports"]), name
        for mount in service["volumes"]:
            source, _, *options = mount.split(":")
            if source.startswith("."):
                assert (COMPOSE.parent / source).exists() and options == ["ro"], mount
            else:
                assert source in volumes, mount
    build = services()["gateway"]["build"]
    assert (COMPOSE.parent / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


def test_compose_scrapes_the_gateway_where_it_listens(tmp_path):
    job, = read_yaml(PROMETHEUS / "prometheus.yml")["scrape_configs"]
    profile = read_yaml(CONTAINER / "hephaestus.yaml")["profiles"]["default"]
    assert job["static_configs"] == [{"targets": [f"gateway:{profile['prometheus']['port']}"]}]
    result = run_command(tmp_path, "validate", "--strict", CONTAINER / "hephaestus.yaml")
    assert result.returncode == 0, result.stdout


def dockerfile():
    """The instructions, each on one line."""
    text = re.sub(r"^\s*#.*\n", "", (CONTAINER / "Dockerfile").read_text(), flags=re.MULTILINE)
    return re.sub(r"\s*\\\n\s*", " ", text).splitlines()


def test_the_image_holds_every_library_that_the_binary_loads():
    install = next(line for line in dockerfile() if "ca-certificates" in line)
    packages = set(re.search(r"--no-install-recommends (.*?) &&", install)[1].split()) | ESSENTIAL
    _, loaded = run("ldd", binary())
    assert "not found" not in loaded
    paths = re.findall(r"=> (/\S+)", loaded)
    # These the Dockerfile takes along by the same look at what is loaded.
    swift = [path for path in paths if "/swift/" in path]
    assert swift and "/\\/swift\\// { print $3 }" in "\n".join(dockerfile())
    for path in set(paths) - set(swift):
        file = str(Path(path).resolve())
        # Packages name some libraries without the /usr in front that they have had since /lib became a link to it.
        _, owners = run("dpkg-query", "--search", file, file.removeprefix("/usr"))
        owner, = (line for line in owners.splitlines() if not line.startswith("dpkg-query"))
        assert owner.split(":")[0].removesuffix("t64") in packages, owner


def test_the_image():
    lines = dockerfile()
    bases = [line.split()[1] for line in lines if line.startswith("FROM")]
    assert bases[0].startswith("swift:") and re.search(r":\d+\.\d+\.\d+-", bases[0]), bases
    assert bases[-1] == "debian:bookworm-slim"
    instructions = {line.split()[0]: line for line in lines if line.strip()}
    assert re.fullmatch(r"USER [1-9]\d+:[1-9]\d+", instructions["USER"])
    assert instructions["VOLUME"].split()[1] == "/var/lib/hephaestus-gw"
    assert "STATE_DIRECTORY=/var/lib/hephaestus-gw" in instructions["ENV"]
    assert "HEALTHCHECK" in instructions
    for source in (line.split()[1] for line in lines if re.match(r"COPY (?!--from|\. )", line)):
        assert (ROOT / source).exists(), source


def test_the_build_of_the_image_is_sent_what_the_package_names():
    ignored = (CONTAINER / "Dockerfile.dockerignore").read_text().split()
    sent = [line[1:] for line in ignored if line.startswith("!")]
    package = (ROOT / "Package.swift").read_text()
    targets = re.findall(r'(?:target|systemLibrary|[tT]estTarget|executableTarget)\(\s*name: "([^"]+)"', package)
    folders = re.findall(r'path: "([^"]+)"', package)
    folders += [f"{top}/{name}" for name in targets for top in ("Sources", "Tests") if (ROOT / top / name).is_dir()]
    assert len(folders) > 20
    for path in ["Package.swift", "Tests/install", "examples/container/hephaestus.yaml", *folders]:
        assert (ROOT / path).exists() and any(path == top or path.startswith(top + "/") for top in sent), path
        assert not any(path.startswith(line) for line in ignored), path


def test_the_image_is_healthy_when_the_gateway_is_ready(start_gateway):
    gateway = start_gateway(targets={"nowhere": {"endpoint": "discard:"}})
    check = next(line for line in dockerfile() if line.startswith("HEALTHCHECK"))
    command = json.loads(check[check.index("["):])
    command[-1] = command[-1].replace("/13133", f"/{gateway.admin_port}")
    assert run(*command)[0] == 0
    gateway.stop()
    assert run(*command)[0] != 0


SIZES = {"MiB": 1 << 20, "GiB": 1 << 30, "M": 1 << 20, "m": 1 << 20, "G": 1 << 30, "g": 1 << 30, "s": 1}


def measure(text):
    """Bytes or seconds."""
    number, unit = re.fullmatch(r"(\d+)(\w+)", text).groups()
    return int(number) * SIZES[unit]


def setting(folder, path, *arguments):
    result = run_command(folder, "explain", "--format", "json", *arguments, path)
    found, = json.loads(result.stdout)["values"]
    return measure(found["value"])


def directives():
    found = {}
    for line in UNIT.read_text().splitlines():
        if line and line[0] not in "#[":
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def test_systemd_takes_the_unit(tmp_path):
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/usr/local/bin/hephaestus-gw", str(binary())))
    assert run("systemd-analyze", "verify", "--man=no", unit) == (0, "")
    # Exposure from 0 to 100: at most 20.
    status, output = run("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=20", unit)
    assert status == 0, output


def test_the_unit_and_the_container_leave_room_for_the_gateway(tmp_path):
    """Time to drain, and memory past what `limits.memory` counts."""
    unit, compose = directives(), services()["gateway"]
    profile = re.search(r"--profile (\w+)", unit["ExecStart"][0])[1]
    container = ["--config", CONTAINER / "hephaestus.yaml"]
    for arguments, stop, memory in [
        (["--profile", profile], unit["TimeoutStopSec"][0], unit["MemoryMax"][0]),
        (container, compose["stop_grace_period"], compose["mem_limit"]),
    ]:
        assert measure(stop) > setting(tmp_path, "delivery.drain_timeout", *arguments)
        assert measure(memory) >= 2 * setting(tmp_path, "limits.memory", *arguments)


def test_what_the_unit_does_with_the_gateways_exit_statuses():
    unit = directives()
    assert unit["Restart"] == ["on-failure"] and unit["RestartPreventExitStatus"] == ["78"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert unit["DynamicUser"] == ["yes"] and unit["StateDirectory"] == ["hephaestus-gw"]
