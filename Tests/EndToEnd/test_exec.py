"""`hephaestus-gw exec`: what arrives of a command that ran, and where."""

import os
import re
import time

import pytest
from harness.execution import PYTHON, attributes_of, execute, only_span, status_of, told_once
from harness.http_collector import HTTPCollector
from harness.waiting import eventually


def test_what_arrives_of_a_success(tmp_path, http_collector):
    before = time.time_ns()
    result = execute(
        tmp_path, "--plugin", "pytest", "--category", "testing", "--plugin-version", "1.0.0", "--endpoint",
        http_collector.endpoint, "--set", "privacy.mode=minimal", "--",
        PYTHON, "-c", "import time; x = bytearray(50 << 20); time.sleep(0.2); sum(range(3_000_000))",
        env={"OTEL_SERVICE_NAME": "ci", "OTEL_RESOURCE_ATTRIBUTES": "team=forge,service.version=2"})
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    origin, scope, span = only_span(http_collector)
    told = attributes_of(origin)
    assert told.items() >= {
        "service.name": "ci", "team": "forge", "service.version": "2", "telemetry.sdk.name": "hephaestus-gw",
        "telemetry.sdk.language": "swift"}.items()
    assert scope.name == "hephaestus-gw exec" and scope.version == told["telemetry.sdk.version"]
    assert (span.name, span.kind, status_of(span)) == ("plugins.execute", 1, (0, ""))
    attributes = attributes_of(span)
    assert attributes.items() >= {
        "plugin": "pytest", "version": "1.0.0", "category": "testing", "success": True, "exit_code": 0,
        "process.executable.name": os.path.basename(PYTHON)}.items()
    assert attributes["process.command_args"][:2] == [PYTHON, "-c"]
    assert before <= span.start_time_unix_nano < span.end_time_unix_nano <= time.time_ns()
    seconds = (span.end_time_unix_nano - span.start_time_unix_nano) / 1e9
    assert seconds == pytest.approx(attributes["duration_seconds"], abs=1e-6) and seconds > 0.2
    assert 50 << 20 < attributes["max_rss_bytes"] < 1 << 30
    assert 0 < attributes["cpu_user_seconds"] + attributes["cpu_system_seconds"] < seconds * 2
    assert attributes["process.pid"] > 1
    assert not {"exit_signal", "error.type", "hephaestus.guard_rails"} & attributes.keys()


@pytest.mark.parametrize("mode", ["strict", "balanced", "minimal"])
def test_what_arrives_in_each_mode(tmp_path, http_collector, mode):
    token, mail, password = "ghp_" + "a1B2" * 9, "canary.person@private-domain.example", "canary-hunter2"
    result = execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--set", f"privacy.mode={mode}", "--category", "gate", "--",
        "/bin/sh", "-c", "exit 3", f"--token={token}", mail, "--password", password,
        f"--db-password={password} {password}",
        f"https://jane:{password}@host/", "-u", f"jane:{password}", "/home/canaryuser/x")
    assert (result.returncode, result.stderr) == (3, b"")
    _, _, span = only_span(http_collector)
    attributes = attributes_of(span)
    # What the plugin numbers are made of survives every mode.
    assert attributes.items() >= {
        "plugin": "sh", "category": "gate", "success": False, "exit_code": 3}.items()
    used = {"max_rss_bytes", "cpu_user_seconds", "cpu_system_seconds"}
    assert used | {"duration_seconds", "process.pid"} <= attributes.keys()
    # A command that ran and said no is a failure, not an error.
    assert status_of(span) == (0, "")
    sent = http_collector.everything_received()
    assert token.encode() not in sent and password.encode() not in sent
    assert (mail.encode() in sent) == (mode == "minimal")
    assert (b"canaryuser" in sent) == (mode == "minimal")
    assert ("process.command_args" in attributes) == (mode != "strict")
    if mode == "strict":
        assert span.dropped_attributes_count == 2
    else:
        assert attributes["process.command_args"][:3] == ["/bin/sh", "-c", "exit 3"]
        assert "[REDACTED]" in attributes["process.command_args"]


def test_pseudonyms_are_those_of_the_gateway(tmp_path, start_gateway, http_collector, grpc_collector):
    """The span through a gateway, and straight to a collector: the same pseudonym for the same person."""
    gateway = start_gateway(
        targets={"default": {"endpoint": http_collector.endpoint}}, settings={"privacy": {"mode": "balanced"}})
    state = {"STATE_DIRECTORY": str(gateway.folder / "state")}
    profile = ["--config", gateway.config, "--profile", "test"]
    mail = "canary.person@private-domain.example"
    execute(tmp_path, *profile, "--", "true", mail, env=state)
    execute(tmp_path, *profile, "--endpoint", grpc_collector.endpoint, "--", "true", mail, env=state)
    http_collector.wait_for_spans(1)
    through, straight = (
        attributes_of(collector.spans()[0])["process.command_args"][1]
        for collector in (http_collector, grpc_collector))
    assert through == straight and through.startswith("anon-")


def test_own_rules_of_a_profile_hold(tmp_path, http_collector):
    execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--set", "privacy.mode=minimal", "--set",
        "privacy.drop=[process.command_args]", "--set", "privacy.hash=[plugin]", "--", "true")
    _, _, span = only_span(http_collector)
    attributes = attributes_of(span)
    assert "process.command_args" not in attributes and attributes["plugin"].startswith("anon-")


def test_a_running_gateway_counts_it(tmp_path, start_gateway, grpc_collector):
    gateway = start_gateway(
        targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"sampling": {"sampler": "always_off"}})
    profile = ["--config", gateway.config, "--profile", "test"]
    profile += ["--plugin", "pytest", "--category", "testing", "--plugin-version", "1.0.0"]
    for command in (["true"], ["false"], ["sh", "-c", "kill -9 $$"], ["no-such-command"]):
        execute(tmp_path, *profile, "--", *command)

    labels = 'attributes="category=testing,plugin=pytest,version=1.0.0"'

    def counted():
        text = gateway.get(gateway.metrics_port, "/metrics")[2]
        return {
            kind: float(re.search(rf'^hephaestus_plugins_{kind}_total{{{labels}.*}} (\S+)', text, re.M)[1])
            for kind in ("invocations", "success", "failures", "errors")}
    assert eventually(counted) == {"invocations": 4, "success": 1, "failures": 1, "errors": 2}
    # At any ratio.
    assert not grpc_collector.spans()


def test_without_an_endpoint_it_goes_to_the_receiver_of_the_profile(tmp_path, start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": {"endpoint": grpc_collector.endpoint}})
    result = execute(tmp_path, "--config", gateway.config, "--profile", "test", "--", "true")
    assert (result.returncode, result.stderr) == (0, b"")
    grpc_collector.wait_for_spans(1)


@pytest.mark.parametrize("listen", ["http", "grpc"])
def test_a_receiver_at_every_address_is_reached_on_loopback(tmp_path, http_collector, grpc_collector, listen):
    ports = {"http": (http_collector.port, 0), "grpc": (0, int(grpc_collector.endpoint.rsplit(":", 1)[1]))}[listen]
    result = execute(
        tmp_path, "--set", f"receivers.otlp.http.listen='0.0.0.0:{ports[0]}'", "--set",
        f"receivers.otlp.grpc.listen='0.0.0.0:{ports[1]}'", "--", "true")
    assert (result.returncode, result.stderr) == (0, b"")
    assert len({"http": http_collector, "grpc": grpc_collector}[listen].spans()) == 1


def test_grpc_endpoint(tmp_path, grpc_collector):
    assert execute(tmp_path, "--endpoint", grpc_collector.endpoint, "--", "true").stderr == b""
    assert len(grpc_collector.spans()) == 1


def test_headers_are_those_that_the_profile_has_for_the_endpoint(tmp_path, http_collector, collectors):
    env = {"OTEL_EXPORTER_OTLP_ENDPOINT": http_collector.endpoint, "OTEL_EXPORTER_OTLP_HEADERS": "x-key=canary-secret"}
    execute(tmp_path, "--endpoint", http_collector.endpoint, "--", "true", env=env)
    assert http_collector.attempts[0].headers["x-key"] == "canary-secret"
    collectors.append(HTTPCollector())
    # Another endpoint does not get what is meant for that one.
    execute(tmp_path, "--endpoint", collectors[-1].endpoint, "--", "true", env=env)
    assert "x-key" not in collectors[-1].attempts[0].headers


def test_tls(tmp_path, certificates, collectors):
    collectors.append(HTTPCollector(tls=(certificates.cert("server"), certificates.key("server"))))
    env = {"OTEL_EXPORTER_OTLP_CERTIFICATE": certificates.cert("authority")}
    files = f"{{cert_file: {certificates.cert('server')}, key_file: {certificates.key('server')}}}"
    for number, arguments in enumerate((
        ["--endpoint", collectors[-1].endpoint],
        ["--set", f"receivers.otlp.http.listen='0.0.0.0:{collectors[-1].port}'",
         "--set", "receivers.otlp.grpc.listen='127.0.0.1:0'",
         "--set", f"receivers.otlp.http.tls={files}"],
    )):
        result = execute(tmp_path, *arguments, "--", "true", env=env)
        assert (result.returncode, result.stderr) == (0, b"")
        assert len(collectors[-1].spans()) == number + 1
    result = execute(tmp_path, "--endpoint", collectors[-1].endpoint, "--", "true")
    assert result.returncode == 0
    told_once(result, "not trusted")
