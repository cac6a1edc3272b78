"""The blocks of the toolkit's guide, pasted into a shell, are a complete configuration of the gateway."""

import json
import signal
import subprocess

import pytest
from harness import otlp
from harness.gateway import binary, clean_environment
from harness.metrics import accounts_in_log, imbalances
from harness.network import PrivateNetwork
from harness.waiting import eventually

QUICK_START = """\
export HEPHAESTUS_TELEMETRY_ENABLED=true
export OTEL_SERVICE_NAME=hephaestus-dev
export OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318

# Optional: adjust sampling and Prometheus endpoint
export OTEL_TRACES_SAMPLER=parentbased_traceidratio
export OTEL_TRACES_SAMPLER_ARG=0.2
export HEPHAESTUS_PROMETHEUS_HOST=0.0.0.0
export HEPHAESTUS_PROMETHEUS_PORT=9464
"""
BUNDLE = """\
export HEPHAESTUS_TELEMETRY_ENABLED=true
export OTEL_SERVICE_NAME=hephaestus-ci
export OTEL_EXPORTER_OTLP_ENDPOINT=https://otel-collector.internal:4318
export OTEL_TRACES_SAMPLER=parentbased_traceidratio
export OTEL_TRACES_SAMPLER_ARG=0.05
export HEPHAESTUS_PROMETHEUS_HOST=0.0.0.0
export HEPHAESTUS_PROMETHEUS_PORT=9464
"""
PRODUCTION = """\
export OTEL_TRACES_SAMPLER=parentbased_traceidratio
export OTEL_TRACES_SAMPLER_ARG=0.1  # 10% sample rate in production
"""
PORTS = (4317, 4318, 9464, 13133)


class Shell:
    """A shell in an empty folder, into which a block was pasted."""

    def __init__(self, folder, block):
        self.folder = folder
        self._block = block
        self._network = PrivateNetwork()
        self.ask = self._network.ask
        self._gateway = None

    def script(self, command):
        return ["bash", "-c", f'{self._block}\nexec "$@"', "bash", binary(), *command]

    def settings(self):
        """The settings, and what was said on standard error."""
        result = subprocess.run(
            self.script(["explain", "--format", "json"]), cwd=self.folder, env=clean_environment(self.folder),
            capture_output=True, text=True, timeout=30, check=True)
        found = json.loads(result.stdout)["settings"]
        return {setting["path"]: setting["value"] for setting in found}, result.stderr

    def start(self):
        if not self._network.has_free(*PORTS):
            pytest.skip("no network of its own is to be had here, and the guide's ports are taken")
        (self.folder / "state").mkdir()
        with open(self.folder / "log", "wb") as log:
            self._gateway = subprocess.Popen(
                self._network.command(*self.script([])), cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=clean_environment(self.folder))
        eventually(self._is_ready, within=20, what="a 200 from /readyz")

    def _is_ready(self):
        assert self._gateway.poll() is None, self.log()
        try:
            return self.ask("http://127.0.0.1:13133/readyz") is not None
        except subprocess.CalledProcessError:
            return False

    def log(self):
        return (self.folder / "log").read_text()

    def warnings(self):
        return [line for line in self.log().splitlines() if " warning " in line.lower()]

    def stop(self):
        self._gateway.send_signal(signal.SIGTERM)
        assert self._gateway.wait(45) == 0, self.log()
        books = accounts_in_log(self.log().splitlines()[-1])
        assert not imbalances(books)
        return books

    def close(self):
        if self._gateway and self._gateway.poll() is None:
            self._gateway.kill()
            self._gateway.wait()
        self._network.close()


@pytest.fixture
def paste(tmp_path):
    shells = []

    def paste(block):
        shells.append(Shell(tmp_path, block))
        return shells[-1]

    yield paste
    for shell in shells:
        shell.close()


def test_the_quick_start_runs_and_does_not_send_to_itself(paste):
    shell = paste(QUICK_START)
    shell.start()
    trace = otlp.one_of("traces").SerializeToString()
    shell.ask("http://localhost:4318/v1/traces", trace)
    assert b"hephaestus_gw_" in shell.ask("http://localhost:9464/metrics")
    # What it sent to itself would come in again and again.
    assert shell.stop()["traces"]["received"] == 1
    assert len(shell.warnings()) == 1, shell.log()
    assert "OTEL_EXPORTER_OTLP_ENDPOINT named this gateway's own receiver" in shell.warnings()[0]


def test_the_quick_start_sets_what_it_says(paste):
    settings, said = paste(QUICK_START).settings()
    assert settings["enabled"] is True
    assert settings["service.name"] == "hephaestus-dev"
    assert (settings["sampling.sampler"], settings["sampling.ratio"]) == ("parentbased_traceidratio", 0.2)
    assert (settings["prometheus.host"], settings["prometheus.port"]) == ("0.0.0.0", 9464)
    assert not [path for path in settings if path.startswith("targets.")]
    assert said.count("warning: ") == 1


def test_the_bundle_runs_with_its_settings(paste):
    shell = paste(BUNDLE)
    settings, said = shell.settings()
    assert said == ""
    assert settings["service.name"] == "hephaestus-ci"
    assert settings["targets.default.endpoint"] == "https://otel-collector.internal:4318"
    assert (settings["sampling.sampler"], settings["sampling.ratio"]) == ("parentbased_traceidratio", 0.05)
    shell.start()
    assert b"hephaestus_gw_" in shell.ask("http://localhost:9464/metrics")
    shell.stop()
    assert shell.warnings() == []


def test_the_production_posture_sets_the_ratio(paste):
    settings, said = paste(PRODUCTION).settings()
    assert (settings["sampling.sampler"], settings["sampling.ratio"], said) == ("parentbased_traceidratio", 0.1, "")
