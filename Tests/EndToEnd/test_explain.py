"""`explain`, `diff`, `env` and `profiles`: every value with its origin, and never a secret."""

import json
import subprocess

import pytest
from harness import otlp
from harness.client import post
from harness.gateway import ROOT, clean_environment, run_command

SHIPPED = ROOT / "config" / "hephaestus.yaml"
PROFILES = ("default", "local", "ci", "production")

LAYERS = """\
version: 1
bundles:
  collector:
    targets:
      default:
        endpoint: "https://otel-collector.internal:4318"
        headers: { authorization: "Bearer ${env:COLLECTOR_TOKEN}", x-tenant: "${env:TENANT:?is needed}" }
  light-sampling:
    sampling: { sampler: parentbased_traceidratio, ratio: 0.05 }
profiles:
  default:
    enabled: true
  ci:
    extends: default
    bundles: [collector, light-sampling]
    service: { name: "ci's $HOME", attributes: { team: "a;b,c=d %", "deployment.environment": ci } }
    privacy: { mode: balanced }
    targets: { default: { timeout: 3s } }
  same:
    extends: ci
"""

GUIDE = {
    "HEPHAESTUS_TELEMETRY_ENABLED": "true",
    "OTEL_SERVICE_NAME": "hephaestus-ci",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "https://otel-collector.internal:4318",
    "OTEL_TRACES_SAMPLER": "parentbased_traceidratio",
    "OTEL_TRACES_SAMPLER_ARG": "0.05",
    "HEPHAESTUS_PROMETHEUS_HOST": "0.0.0.0",
    "HEPHAESTUS_PROMETHEUS_PORT": "9464",
    "HEPHAESTUS_TELEMETRY_PRIVACY": "strict",
}


@pytest.fixture
def layers(tmp_path):
    path = tmp_path / "layers.yaml"
    path.write_text(LAYERS)
    return path


def explained(folder, *arguments, env=None):
    """The settings that `explain` prints, by path."""
    result = run_command(folder, "explain", *arguments, "--format", "json", env=env)
    assert result.returncode == 0, result.stderr
    return {setting["path"]: setting for setting in json.loads(result.stdout)["settings"]}


def values(settings):
    return {path: setting["value"] for path, setting in settings.items()}


def exported(folder, block, env=None, shell="sh"):
    """The variables that a shell has after it ran a block of export lines, and nothing else has."""
    before = clean_environment(folder, env)
    result = subprocess.run(
        [shell, "-c", 'eval "$1"; exec env -0', shell, block], env=before, capture_output=True, text=True,
        timeout=20, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    after = dict(pair.split("=", 1) for pair in result.stdout.split("\0") if pair)
    return {name: value for name, value in after.items() if name.startswith(("OTEL_", "HEPHAESTUS_"))}


@pytest.mark.parametrize("profile", PROFILES)
def test_what_is_explained_loads_to_the_same(tmp_path, profile):
    text = run_command(tmp_path, "explain", "--config", SHIPPED, "--profile", profile).stdout
    copy = tmp_path / "copy.yaml"
    copy.write_text(text)
    options = ("--profile", profile)
    assert values(explained(tmp_path, "--config", copy, *options)) == values(
        explained(tmp_path, "--config", SHIPPED, *options))
    validated = run_command(tmp_path, "validate", copy)
    assert validated.returncode == 0, validated.stdout


def test_every_value_names_its_origin(tmp_path, layers):
    env = {"OTEL_TRACES_SAMPLER_ARG": "0.4", "COLLECTOR_TOKEN": "t", "TENANT": "x"}
    result = run_command(
        tmp_path, "explain", "--config", "layers.yaml", "--profile", "ci", "--set", "limits.memory=128MiB", env=env)
    assert (result.returncode, result.stderr) == (0, "")
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    for line in (
        "enabled: true # profile default, layers.yaml:12:14",
        "sampler: parentbased_traceidratio # bundle light-sampling, layers.yaml:9:26",
        "ratio: 0.4 # OTEL_TRACES_SAMPLER_ARG",
        "mode: balanced # profile ci, layers.yaml:17:22",
        "memory: 128MiB # --set",
        "format: text # default",
        'authorization: "Bearer ${env:COLLECTOR_TOKEN}" # bundle collector, layers.yaml:7:35',
    ):
        assert line in lines, result.stdout


def test_a_path_shows_the_chain_and_the_line(tmp_path, layers):
    result = run_command(
        tmp_path, "explain", "--config", "layers.yaml", "--profile", "ci", "sampling.ratio",
        env={"OTEL_TRACES_SAMPLER_ARG": "0.4", "COLLECTOR_TOKEN": "t", "TENANT": "x"})
    assert result.stdout.startswith("sampling.ratio: 0.4\n")
    places = [result.stdout.index(text) for text in (
        "OTEL_TRACES_SAMPLER_ARG", "bundle light-sampling, layers.yaml:9:59",
        "9 | sampling: { sampler: parentbased_traceidratio, ratio: 0.05 }", "default", "a number from 0.0 to 1.0")]
    assert places == sorted(places), result.stdout


@pytest.mark.parametrize("path, meant", [("sampling.ratoi", "sampling.ratio"), ("targets.defalt", "targets.default")])
def test_an_unknown_path_is_a_usage_error(tmp_path, layers, path, meant):
    result = run_command(
        tmp_path, "explain", "--config", layers, "--profile", "ci", path, env={"COLLECTOR_TOKEN": "t", "TENANT": "x"})
    assert (result.returncode, result.stdout) == (64, "")
    assert f"did you mean `{meant}`?" in result.stderr


def test_production_is_explained_without_its_secrets(tmp_path, layers):
    result = run_command(tmp_path, "explain", "--config", layers, "--profile", "ci")
    assert result.returncode == 0
    assert "warning" in result.stderr and "COLLECTOR_TOKEN is not set" in result.stderr
    assert "Bearer ${env:COLLECTOR_TOKEN}" in result.stdout
    refused = run_command(tmp_path, "run", "--config", layers, "--profile", "ci")
    assert refused.returncode == 78


def test_errors_are_shown_beside_what_could_be_read(tmp_path):
    (tmp_path / "hephaestus.yaml").write_text(
        "version: 1\nprofiles:\n  default: { enabled: true, sampling: { ratio: 2 } }\n")
    result = run_command(tmp_path, "explain")
    assert result.returncode == 78
    assert "hephaestus.yaml:3:48: error" in result.stderr
    assert "enabled: true" in result.stdout


def test_diff_says_what_differs_and_only_that(tmp_path, layers):
    result = run_command(tmp_path, "diff", "default", "ci", "--config", "layers.yaml")
    assert (result.returncode, result.stderr) == (0, "")
    assert "  ci       0.05  bundle light-sampling, layers.yaml:9:59\n" in result.stdout
    assert "  default  0.2   default\n" in result.stdout
    assert "prometheus" not in result.stdout
    assert "COLLECTOR_TOKEN" not in result.stdout
    same = run_command(tmp_path, "diff", "ci", "same", "--config", layers, "--exit-code")
    assert (same.returncode, same.stdout) == (0, "ci and same do not differ\n")
    assert run_command(tmp_path, "diff", "default", "ci", "--config", layers, "--exit-code").returncode == 1
    found = json.loads(run_command(tmp_path, "diff", "default", "ci", "--config", layers, "--format", "json").stdout)
    by_path = {difference["path"]: difference for difference in found["differences"]}
    assert by_path["sampling.ratio"]["right"]["value"] == 0.05
    assert by_path["sampling.ratio"]["left"]["origin"] == {"kind": "default"}


def test_the_profile_ci_is_the_bundle_of_the_guide(tmp_path):
    result = run_command(tmp_path, "env", "--config", SHIPPED, "--profile", "ci")
    lines = [line for line in result.stdout.splitlines() if not line.startswith("#")]
    assert lines == [f"export {name}={value}" for name, value in GUIDE.items()]


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_variables_give_the_settings_of_the_profile(tmp_path, layers, shell):
    token = """t%2Bo,k;e n"'\\$`=!"""
    secrets = {"COLLECTOR_TOKEN": token, "TENANT": "a, b"}
    block = run_command(tmp_path, "env", "--config", layers, "--profile", "ci").stdout
    assert token not in block and "${COLLECTOR_TOKEN}" in block
    variables = exported(tmp_path, block, secrets, shell)
    here = explained(tmp_path, env=variables)
    there = explained(tmp_path, "--config", layers, "--profile", "ci", env=secrets)
    here, there = values(here), values(there)
    differing = {path for path in here.keys() | there.keys() if here.get(path) != there.get(path)}
    assert differing == {f"targets.default.headers.{name}" for name in ("authorization", "x-tenant")}
    assert variables["OTEL_EXPORTER_OTLP_HEADERS"].startswith("authorization=Bearer%20t%252Bo%2Ck%3Be%20n")


def test_a_token_gets_through_shell_and_list_to_the_wire(tmp_path, start_gateway, http_collector):
    token = """t%2Bo,k;e n"'\\$`=!"""
    (tmp_path / "f.yaml").write_text(
        "version: 1\nprofiles:\n  default:\n    enabled: true\n    sampling: { sampler: always_on }\n    targets:\n"
        f"      default: {{ endpoint: \"{http_collector.endpoint}\", headers: {{ x-token: \"${{env:TOKEN}}\" }} }}\n")
    block = run_command(tmp_path, "env", "--config", "f.yaml").stdout
    variables = exported(tmp_path, block, {"TOKEN": token})
    listener = {"HEPHAESTUS_PROMETHEUS_HOST", "HEPHAESTUS_PROMETHEUS_PORT"}
    gateway = start_gateway(
        by_environment=True, env={name: value for name, value in variables.items() if name not in listener})
    assert post(gateway, otlp.traces(otlp.span())).status == 200
    http_collector.wait_for_spans(1)
    assert http_collector.attempts[0].headers["x-token"] == token


def test_programs_beside_the_gateway_reach_it(tmp_path):
    options = ("--profile", "ci", "--to-gateway", "--set", "receivers.otlp.http.listen=0.0.0.0:14318")
    result = run_command(tmp_path, "env", *options)
    assert result.returncode == 0, result.stderr
    assert exported(tmp_path, result.stdout) == {
        "HEPHAESTUS_TELEMETRY_ENABLED": "true",
        "OTEL_SERVICE_NAME": "hephaestus-ci",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:14318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_TRACES_SAMPLER": "always_on",
        "HEPHAESTUS_TELEMETRY_PRIVACY": "strict",
        "HEPHAESTUS_PROMETHEUS_HOST": "127.0.0.1",
        "HEPHAESTUS_PROMETHEUS_PORT": "0",
    }


def test_profiles_are_listed(tmp_path):
    text = run_command(tmp_path, "profiles", env={"HEPHAESTUS_PROFILE": "ci"}).stdout
    rows = {line.removeprefix("*").split()[0]: line for line in text.splitlines()[2:]}
    assert set(rows) == set(PROFILES)
    assert rows["ci"].startswith("*") and "collector-internal, light-sampling" in rows["ci"]
    assert "parentbased_traceidratio 0.05" in rows["ci"] and "strict" in rows["ci"]
    listed = json.loads(run_command(tmp_path, "profiles", "--config", SHIPPED, "--format", "json").stdout)
    local = next(profile for profile in listed["profiles"] if profile["name"] == "local")
    assert local["privacy"] == "balanced"
    assert [target["name"] for target in local["targets"]] == ["console", "default"]


PLANTED = "PLANTEDsecret0000"
SECRETS = f"""\
version: 1
profiles:
  default:
    service: {{ attributes: {{ api_token: {PLANTED}, page: "https://u:{PLANTED}@h/" }} }}
    privacy: {{ pseudonym_key: {PLANTED} }}
    targets:
      default:
        endpoint: "https://c.internal/in?api_key={PLANTED}"
        headers:
          authorization: "Bearer {PLANTED}"
          x-beside: "{PLANTED}-${{env:TOKEN}}"
          x-escaped: "{PLANTED}$${{x"
          x-default: "${{env:NOT_SET:-{PLANTED}}}"
          x-env: "Bearer ${{env:TOKEN}}"
          x-file: "${{file:FOLDER/token}}"
        timeout: ${{env:TIMEOUT}}
    logging: {{ level: "${{env:LEVEL}}" }}
  other:
    extends: default
    sampling: {{ ratio: 0.5 }}
    privacy: {{ pseudonym_key: "${{env:TOKEN}}" }}
    targets: {{ default: {{ headers: {{ authorization: "Basic {PLANTED}" }} }} }}
  broken:
    extends: default
    sampling: {{ ratio: "${{env:TOKEN}}", sampler: "{PLANTED}@h" }}
    targets: {{ default: {{ headers: {{ host: {PLANTED}, authorization: [{PLANTED}] }} }} }}
"""
COMMANDS = [
    ("explain",), ("explain", "--all"), ("explain", "targets.default"), ("explain", "targets.default.headers"),
    ("explain", "privacy.pseudonym_key"), ("explain", "service.attributes.api_token"), ("explain", "logging.level"),
    ("explain", "--all", "--set", f"targets.default.headers.more={PLANTED}"),
    ("explain", "privacy", "--set", f"privacy.pseudonym_key={PLANTED}"),
    ("explain", "--profile", "other", "--all"), ("explain", "--profile", "broken", "--all"),
    ("explain", "--profile", "broken", "sampling.ratio"),
    ("diff", "default", "other"), ("diff", "default", "broken"), ("env",), ("env", "--profile", "other"),
    ("env", "--to-gateway"), ("env", "--profile", "broken", "--to-gateway"), ("profiles",),
]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_a_secret(tmp_path, command, form):
    (tmp_path / "token").write_text(PLANTED + "\n")
    (tmp_path / "hephaestus.yaml").write_text(SECRETS.replace("FOLDER", str(tmp_path)))
    result = run_command(tmp_path, *command, "--format", form, env={
        "TOKEN": PLANTED, "TIMEOUT": "4321ms", "LEVEL": "critical", "OTEL_EXPORTER_OTLP_HEADERS": f"x-more={PLANTED}",
        "OTEL_RESOURCE_ATTRIBUTES": f"my_password={PLANTED}"})
    assert result.stdout or result.returncode == 78
    output = result.stdout + result.stderr
    assert "PLANTED" not in output, output
    assert "4321" not in output
    if "logging.level" not in command:
        assert "critical" not in output


def test_help_names_every_command(tmp_path):
    text = run_command(tmp_path, "--help").stdout
    for name in ("explain", "diff", "env", "profiles", "privacy"):
        assert f"\n  {name} " in text
