"""A profile that is wrong stops the start, and says where; `validate` says the same without starting."""

import re

import pytest
from harness import otlp
from harness.client import post
from harness.collector import Answer
from harness.gateway import ROOT, run_command
from harness.http_collector import HTTPCollector
from harness.waiting import eventually

SHIPPED = ROOT / "config" / "hephaestus.yaml"
# A profile, the line and column of its mistake (1-based), and what the message must name.
MISTAKES = {
    "unknown setting": (
        "version: 1\nprofiles:\n  default:\n    sampling: { sampler: always_on, ration: 0.5 }\n", "4:37", "ration"),
    "unknown section": ("version: 1\nprofiles:\n  default:\n    sampeling: {}\n", "4:5", "sampeling"),
    "value out of range": ("version: 1\nprofiles:\n  default:\n    sampling: { ratio: 1.5 }\n", "4:24", "ratio"),
    "value of the wrong kind": ("version: 1\nprofiles:\n  default:\n    enabled: sure\n", "4:14", "enabled"),
    "unknown sampler": (
        "version: 1\nprofiles:\n  default:\n    sampling:\n      sampler: sometimes\n", "5:16", "sampler"),
    "unknown mode": ("version: 1\nprofiles:\n  default:\n    privacy: { mode: lax }\n", "4:22", "mode"),
    "endpoint without a scheme": (
        "version: 1\nprofiles:\n  default:\n    targets:\n      out: { endpoint: nonsense }\n", "5:24", "endpoint"),
    "target without an endpoint": (
        "version: 1\nprofiles:\n  default:\n    targets:\n      out: { timeout: 5s }\n", "5:", "endpoint"),
    "duration without a unit": (
        "version: 1\nprofiles:\n  default:\n    delivery: { drain_timeout: soon }\n", "4:32", "drain_timeout"),
    "unknown bundle": ("version: 1\nprofiles:\n  default:\n    bundles: [nowhere]\n", "4:15", "nowhere"),
    "unknown parent": ("version: 1\nprofiles:\n  default:\n    extends: nobody\n", "4:14", "nobody"),
    "duplicate key": ("version: 1\nprofiles:\n  default:\n    enabled: true\n    enabled: false\n", "5:5", "enabled"),
    "unsupported version": ("version: 7\nprofiles: { default: {} }\n", "1:10", "7"),
    "broken YAML": ("version: 1\nprofiles:\n  default: [\n", "4:1", ""),
    "a parent of itself": (
        "version: 1\nprofiles:\n  default: { extends: other }\n  other: { extends: default }\n", "", "extends"),
    "a rate without its time": (
        "version: 1\nprofiles:\n  default:\n    sampling: { rate_limit: 1000 }\n", "4:29", "`1000/s`"),
    "a pattern that does not compile": (
        "version: 1\nprofiles:\n  default:\n    privacy: { patterns: { id: { pattern: 'ID-(\\d+))' } } }\n", "4:52",
        "unmatched closing parenthesis"),
    "a group that is not there": (
        "version: 1\nprofiles:\n  default:\n    privacy:\n"
        "      patterns: { id: { pattern: 'ID-(\\d+)', replacement: ID-$2 } }\n", "5:59", "$2"),
    "a rule that is weaker than the mode": (
        "version: 1\nprofiles:\n  default:\n    privacy:\n      allow: [service.name, build.number]\n", "5:29",
        "build.number"),
    "a signal's mode that is weaker": (
        "version: 1\nprofiles:\n  default:\n    privacy: { logs: { mode: minimal } }\n", "4:30", "override: true"),
    "a target that is the gateway itself": (
        "version: 1\nprofiles:\n  default:\n    targets:\n      out: { endpoint: \"http://localhost:4318\" }\n",
        "5:24", "4318"),
}


def place(text):
    return re.search(r"hephaestus\.yaml:(\d+:\d+): error: ", text)


@pytest.mark.parametrize("text, where, named", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_pointed_at(tmp_path, text, where, named):
    path = tmp_path / "hephaestus.yaml"
    path.write_text(text)
    refused = run_command(tmp_path, "run", "--config", path)
    assert refused.returncode == 78, refused.stderr
    validated = run_command(tmp_path, "validate", path)
    assert validated.returncode == 1
    for output in (refused.stderr, validated.stdout):
        found = place(output)
        assert found and found[1].startswith(where), output
        assert named in output


def test_validate_reports_every_mistake_of_every_file(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(
            "version: 1\nprofiles:\n  default:\n    enabled: sure\n    privacy: { mode: lax }\n")
    result = run_command(tmp_path, "validate", tmp_path / "one.yaml", tmp_path / "two.yaml", SHIPPED)
    assert result.returncode == 1
    for name in ("one", "two"):
        assert f"{name}.yaml:4:14: " in result.stdout and f"{name}.yaml:5:22: " in result.stdout
    assert SHIPPED.name not in result.stdout


def test_validate_accepts_the_shipped_profiles(tmp_path):
    result = run_command(tmp_path, "validate", SHIPPED)
    assert (result.returncode, "error" in result.stdout) == (0, False), result.stdout
    for name in ("default", "local", "ci", "production"):
        assert re.search(rf"^  {name}:", SHIPPED.read_text(), re.MULTILINE), f"no profile {name}"


def test_validate_judges_what_could_run_and_the_file_decides_how(tmp_path):
    path = tmp_path / "hephaestus.yaml"
    path.write_text(
        "version: 1\nlint: { HG106: error, HG114: off }\nprofiles:\n  default:\n    enabled: true\n"
        "    prometheus: { host: 127.0.0.1, port: 80 }\n    targets:\n"
        "      silent: { endpoint: \"http://a.internal\" } # hg-ignore HG104 a tunnel\n"
        "      loud: { endpoint: \"http://b.internal:4317\" }\n")
    result = run_command(tmp_path, "validate", path)
    assert result.returncode == 1
    assert re.findall(r":(\d+):\d+: (\w+): .* \[(HG\d+)\]", result.stdout) == [
        ("9", "warning", "HG104"), ("9", "error", "HG106")]
    path.write_text(path.read_text().replace("http://b.internal:4317", "https://b.internal"))
    assert run_command(tmp_path, "validate", "--strict", path).returncode == 0


def test_validate_reads_standard_input(tmp_path):
    assert run_command(tmp_path, "validate", "-", stdin=SHIPPED.read_text()).returncode == 0
    wrong = run_command(tmp_path, "validate", "-", stdin=MISTAKES["unknown sampler"][0])
    assert wrong.returncode == 1 and "5:16: " in wrong.stdout


def test_validate_of_a_file_that_is_not_there(tmp_path):
    result = run_command(tmp_path, "validate", tmp_path / "absent.yaml")
    assert result.returncode == 2
    assert "absent.yaml" in result.stderr + result.stdout


def test_wrong_usage_is_the_argument_parsers(tmp_path):
    assert run_command(tmp_path, "run", "--no-such-option").returncode == 64


def test_an_unknown_profile_lists_those_there_are(tmp_path):
    result = run_command(tmp_path, "--profile", "nightly")
    assert result.returncode == 78
    for expected in ("nightly", "default", "local", "ci", "production", "hephaestus.yaml"):
        assert expected in result.stderr


# Every variable of the README's table that can be wrong, and a value that is.
WRONG = {
    "HEPHAESTUS_TELEMETRY_ENABLED": "1",
    "HEPHAESTUS_TELEMETRY_PRIVACY": "lax",
    "HEPHAESTUS_PROMETHEUS_PORT": "70000",
    "HEPHAESTUS_OTLP_GRPC_LISTEN": "nowhere",
    "HEPHAESTUS_OTLP_HTTP_LISTEN": "127.0.0.1:http",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "localhost:4317:9",
    "OTEL_EXPORTER_OTLP_PROTOCOL": "carrier-pigeon",
    "OTEL_EXPORTER_OTLP_HEADERS": "no-equals-sign",
    "OTEL_EXPORTER_OTLP_TIMEOUT": "soon",
    "OTEL_EXPORTER_OTLP_COMPRESSION": "rar",
    "OTEL_EXPORTER_OTLP_INSECURE": "maybe",
    "OTEL_EXPORTER_OTLP_CERTIFICATE": "/no/such/file.pem",
    "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE": "/no/such/file.pem",
    "OTEL_EXPORTER_OTLP_CLIENT_KEY": "/no/such/file.pem",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "://",
    "OTEL_RESOURCE_ATTRIBUTES": "no-equals-sign",
    "OTEL_SDK_DISABLED": "yes",
    "OTEL_TRACES_SAMPLER": "sometimes",
    "OTEL_TRACES_SAMPLER_ARG": "1.5",
}


@pytest.mark.parametrize("name, value", WRONG.items())
def test_a_wrong_variable_is_refused_by_name(tmp_path, name, value):
    right = {"HEPHAESTUS_TELEMETRY_ENABLED": "true", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}
    result = run_command(tmp_path, "run", env=right | {name: value})
    assert result.returncode == 78, result.stderr
    assert name in result.stderr
    if "HEADERS" in name:
        assert value not in result.stderr, "header values are secrets"


def test_an_undefined_reference_is_refused(tmp_path):
    path = tmp_path / "hephaestus.yaml"
    path.write_text(
        'version: 1\nprofiles:\n  default:\n    service: { name: "${env:NOT_THERE}" }\n')
    result = run_command(tmp_path, "run", "--config", path)
    assert result.returncode == 78
    assert "NOT_THERE" in result.stderr and "hephaestus.yaml:4:23: " in result.stderr
    # Judged alone, the file is right: what the variable holds is another machine's business.
    assert run_command(tmp_path, "validate", path).returncode == 0


def test_a_flag_beats_a_variable_beats_a_file(start_gateway):
    gateway = start_gateway(
        settings={"sampling": {"sampler": "always_on"}}, env={"OTEL_TRACES_SAMPLER": "always_off"})
    assert post(gateway, otlp.one_of("traces")).status == 200
    assert gateway.metrics().sum("sampled_out_items_total", signal="traces") == 1


@pytest.mark.parametrize("code", [401, 400])
def test_a_planted_secret_is_never_shown(start_gateway, collectors, code):
    """Not even when the target quotes the header, or the telemetry, in its refusal."""
    secrets = {"TOKEN": "hidden-token-in-variable", "literal": "hidden-literal-value"}
    collectors.append(collector := HTTPCollector())
    collector.decide = lambda request: Answer(
        code=code, message=f"Bearer {secrets['TOKEN']} {secrets['literal']} may not send hidden-span-name")
    gateway = start_gateway(
        env={"TOKEN": secrets["TOKEN"]},
        targets={"default": {"endpoint": collector.endpoint, "headers": {
            "authorization": "Bearer ${env:TOKEN}", "x-key": secrets["literal"]}}},
        settings={"logging": {"level": "trace"}})
    assert post(gateway, otlp.traces(otlp.span("hidden-span-name"))).status == 200
    eventually(lambda: collector.attempts, what="an attempt")
    assert collector.attempts[0].headers["authorization"] == f"Bearer {secrets['TOKEN']}"
    gateway.assert_books_balance()
    metrics = gateway.metrics().text
    gateway.stop()
    validated = run_command(
        gateway.folder, "validate", gateway.folder / "hephaestus.yaml", env={"TOKEN": secrets["TOKEN"]})
    shown = "\n".join([metrics, gateway.log(), gateway.stdout(), validated.stdout, validated.stderr])
    assert "hidden" not in shown
