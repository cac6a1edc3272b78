"""What depends on the machine is found by `validate --environment`, and by `run` before anything starts."""

import json
import os

import pytest
from harness.gateway import run_command


def listener(certificates, cert="server", key="server"):
    return {"receivers": {"otlp": {"http": {
        "listen": "127.0.0.1:0", "tls": {"cert_file": certificates.cert(cert), "key_file": certificates.key(key)}}}}}


def client(**tls):
    return {"enabled": True, "targets": {"default": {"endpoint": "https://127.0.0.1:9", "tls": tls}}}


def write(folder, settings, **others):
    path = folder / "hephaestus.yaml"
    # JSON is YAML, and Python writes it.
    path.write_text(json.dumps({"version": 1, "profiles": {"default": settings} | others}, indent=2))
    return path


def found(folder, path, *arguments, env=None):
    """The code, severity and path of every finding of `validate`."""
    result = run_command(folder, "validate", "--format", "json", *arguments, path, env=env)
    findings = [
        (finding["code"], finding["severity"], finding["path"]) for finding in json.loads(result.stdout)["findings"]]
    return [row for row in findings if row[0].startswith(("HG0", "HG2"))], result.returncode


CERT = "receivers.otlp.http.tls.cert_file"
KEY = "receivers.otlp.http.tls.key_file"
MISTAKES = {
    "a certificate that is not there": (lambda c: listener(c, cert="absent"), ("HG020", CERT), "absent.pem"),
    "a key that is not there": (lambda c: listener(c, key="absent"), ("HG020", KEY), "absent.key"),
    "a folder": (lambda c: client(ca_file=str(c.folder)), ("HG020", "targets.default.tls.ca_file"), "it is a folder"),
    "no certificate": (lambda c: client(ca_file=c.key("server")), ("HG201", "targets.default.tls.ca_file"), "PEM"),
    "a key with a passphrase": (lambda c: listener(c, key="locked"), ("HG201", KEY), "no passphrase"),
    "another certificate's key": (lambda c: listener(c, key="client"), ("HG202", KEY), "client.key"),
    "an expired certificate": (lambda c: listener(c, "expired", "expired"), ("HG204", CERT), "expired on 20"),
    "an expired authority": (
        lambda c: client(ca_file=c.cert("expired")), ("HG204", "targets.default.tls.ca_file"), "expired on 20"),
}


@pytest.mark.parametrize("make, finding, words", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_file_that_cannot_work_stops_the_start(tmp_path, certificates, make, finding, words):
    path = write(tmp_path, make(certificates))
    # Judged alone the file is right: what is on the disk is another machine's business.
    assert found(tmp_path, path) == ([], 0)
    code, setting = finding
    assert found(tmp_path, path, "--environment") == ([(code, "error", setting)], 1)
    refused = run_command(tmp_path, "run", "--config", path)
    assert refused.returncode == 78
    assert f"[{code}]" in refused.stderr and setting in refused.stderr and words in refused.stderr
    assert "listener" not in refused.stderr


@pytest.mark.parametrize("variable, file", [
    ("OTEL_EXPORTER_OTLP_CERTIFICATE", "server.key"), ("OTEL_EXPORTER_OTLP_LOGS_CERTIFICATE", "expired.pem")])
def test_a_file_that_a_variable_names_is_judged_by_its_name(tmp_path, certificates, variable, file):
    result = run_command(tmp_path, "run", env={
        "HEPHAESTUS_TELEMETRY_ENABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "https://127.0.0.1:9",
        variable: str(certificates.folder / file)})
    assert result.returncode == 78
    assert f"error: {variable}: " in result.stderr


def test_warnings_do_not_stop_the_start(start_gateway, tmp_path, certificates):
    key = tmp_path / "open.key"
    key.write_bytes(open(certificates.key("soon"), "rb").read())
    key.chmod(0o644)
    tls = {"cert_file": certificates.cert("soon"), "key_file": str(key)}
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}}, settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    assert gateway.log().count("[HG203]") == gateway.log().count("[HG205]") == 1
    rows, status = found(gateway.folder, gateway.folder / "hephaestus.yaml", "--environment", "--profile", "test")
    assert rows == [("HG205", "warning", CERT), ("HG203", "warning", KEY)]
    assert status == 0
    strict = run_command(
        gateway.folder, "validate", "--environment", "--strict", "--profile", "test", "hephaestus.yaml")
    assert strict.returncode == 1


def test_what_kubernetes_mounts_has_the_mode_that_it_gives(tmp_path, certificates):
    """A volume: a link to a folder whose name begins with two dots."""
    volume = tmp_path / "volume"
    (volume / "..2026_09_30").mkdir(parents=True)
    (volume / "..data").symlink_to("..2026_09_30")
    for name, source in (("tls.crt", certificates.cert("server")), ("tls.key", certificates.key("server"))):
        (volume / "..2026_09_30" / name).write_bytes(open(source, "rb").read())
        (volume / "..2026_09_30" / name).chmod(0o644)
        (volume / name).symlink_to(f"..data/{name}")
    settings = {"receivers": {"otlp": {"grpc": {"tls": {
        "cert_file": str(volume / "tls.crt"), "key_file": str(volume / "tls.key")}}}}}
    assert found(tmp_path, write(tmp_path, settings), "--environment") == ([], 0)


def test_references_and_variables_are_those_of_the_profile_that_runs(tmp_path):
    path = write(
        tmp_path, {"service": {"name": "${env:NAME}"}},
        other={"service": {"name": "${file:/nowhere}"}, "sampling": {"ratio": "${env:RATIO}"}})
    assert found(tmp_path, path) == ([], 0)
    name, ratio = ("HG010", "error", "service.name"), ("HG010", "error", "sampling.ratio")
    assert found(tmp_path, path, "--environment") == ([name], 1)
    assert found(tmp_path, path, "--environment", env={"NAME": "x"}) == ([], 0)
    assert found(tmp_path, path, "--environment", "--profile", "other") == ([name, ratio], 1)
    assert found(tmp_path, path, "--environment", env={"HEPHAESTUS_PROFILE": "other", "RATIO": "2"}) == (
        [name, ("HG004", "error", "sampling.ratio")], 1)
    wrong = {"NAME": "x", "OTEL_TRACES_SAMPLER": "sometimes"}
    assert found(tmp_path, path, "--environment", env=wrong) == ([("HG017", "error", "sampling.sampler")], 1)


def test_a_key_of_pseudonyms_that_cannot_be_kept_is_a_warning(tmp_path):
    (tmp_path / "file").write_text("")
    path = write(tmp_path, {"enabled": True, "targets": {"default": {"endpoint": "console:"}}})
    nowhere = {"STATE_DIRECTORY": str(tmp_path / "file" / "below")}
    assert found(tmp_path, path, "--environment", env=nowhere) == (
        [("HG207", "warning", "privacy.pseudonym_key")], 0)
    assert found(tmp_path, path, "--environment") == ([], 0)


def test_validate_leaves_the_machine_as_it_is(tmp_path, certificates):
    path = write(tmp_path, listener(certificates) | {
        "enabled": True, "targets": {"default": {"endpoint": "file:out/traces.jsonl"}}})
    before = sorted(os.walk(tmp_path))
    assert found(tmp_path, path, "--environment") == ([], 0)
    assert sorted(os.walk(tmp_path)) == before


def test_standard_input_is_judged_beside_the_machine(tmp_path):
    text = 'version: 1\nprofiles: { default: { service: { name: "${env:NAME}" } } }\n'
    result = run_command(tmp_path, "validate", "--environment", "-", stdin=text)
    assert result.returncode == 1 and "<stdin>:2:42: error: " in result.stdout
    assert run_command(tmp_path, "validate", "--environment", "-", stdin=text, env={"NAME": "x"}).returncode == 0
