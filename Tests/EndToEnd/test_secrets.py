"""Secrets planted in every place where one can stand, and every output of the program searched for them."""

import pytest
from harness import otlp
from harness.client import post
from harness.collector import Answer
from harness.gateway import run_command
from harness.http_collector import HTTPCollector
from harness.waiting import eventually

# What a search finds whatever encloses it: no other text here has the word.
MARK = "hunter2"
SECRETS = {
    "a variable": f"{MARK}-variable",
    "a file": f"{MARK}-file",
    "a default of a reference": f"{MARK}-default",
    "a literal header": f"{MARK}-literal",
    "a pseudonym key": f"{MARK}-pseudonym-key",
    "a path of a reference": f"{MARK}-path",
    "headers of the environment": f"{MARK}-environment",
    "a flag": f"{MARK}-flag",
}
FORMATS = ("text", "json", "sarif", "github", "gitlab")


def profile(folder, endpoint, *, wrong=False):
    """A file with a secret in every place. `wrong` makes of each a mistake that the program must tell about."""
    token = folder / "token"
    token.write_text(SECRETS["a file"] + "\n")
    token.chmod(0o644)
    (folder / "wrong").write_text(f"{MARK}\x00")
    reference = "${env:PLANTED}"
    mistakes = f"""\
          line: "{MARK}-line\\nbreak"
          undefined: "Bearer {MARK}-around ${{env:UNDEFINED}}"
          unreadable: "{MARK}-around ${{file:/nowhere}}"
          malformed: "{MARK}-around ${{PLANTED}}"
          control: "${{file:{folder}/wrong}}"
          content-type: {MARK}-reserved
          twice: {MARK}-first
          Twice: {MARK}-second
      userinfo: {{ endpoint: "https://{MARK}:{MARK}@collector.internal:4318" }}
      misspelt: {{ endpoint: "htps://{MARK}:{MARK}@collector.internal" }}
      headings: {{ endpoint: "https://b", hedaers: {{ authorization: {MARK}-unknown-key }} }}
      list: {{ endpoint: "https://b", headers: [{MARK}-list] }}
      text: {{ endpoint: "https://b", headers: {MARK}-text }}
      reference: {{ endpoint: "{reference}", protocol: "{reference}", timeout: "{reference}" }}
""" if wrong else ""
    numbers = (
        f"""    prometheus: {{ port: "{reference}", host: "{reference} x" }}
    sampling: {{ ratio: "{reference}", sampler: "{reference}" }}
    limits: {{ memory: "${{env:PLANTED:-512MiB}}" }}
    receivers: {{ otlp: {{ grpc: {{ listen: "{reference}", tls: {{ cert_file: "{reference}" }} }} }} }}
""" if wrong else "")
    key = f"{MARK[:3]}" if wrong else SECRETS["a pseudonym key"]
    path = folder / "hephaestus.yaml"
    path.write_text(f"""\
version: 1
profiles:
  default:
    enabled: true
    service: {{ name: "${{env:PLANTED}}-service", attributes: {{ api-token: {SECRETS["a literal header"]} }} }}
    privacy: {{ mode: balanced, pseudonym_key: {key} }}
    logging: {{ level: trace }}
{numbers}    targets:
      default:
        endpoint: "{endpoint}"
        headers:
          authorization: "Bearer ${{env:PLANTED}}"
          x-file: "${{file:{token}}}"
          x-default: "${{env:NOTHING:-{SECRETS["a default of a reference"]}}}"
          x-literal: {SECRETS["a literal header"]}
{mistakes}\
  other:
    extends: default
    targets: {{ default: {{ headers: {{ x-literal: "{SECRETS["a literal header"]}-other" }} }} }}
""")
    return path


ENVIRONMENT = {
    "PLANTED": SECRETS["a variable"],
    "OTEL_EXPORTER_OTLP_HEADERS": "x-environment=" + SECRETS["headers of the environment"],
}
WRONG_ENVIRONMENT = {
    "PLANTED": SECRETS["a variable"],
    "OTEL_EXPORTER_OTLP_HEADERS": f"a=b,{SECRETS['headers of the environment']}",
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS": f"a={MARK}%0d",
    "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://{MARK}:{MARK}@collector",
    "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": f"htps://{MARK}@collector",
    "OTEL_TRACE_SAMPLER": MARK,
    "HEPHAESTUS_TOKEN": MARK,
}
FLAGS = ["--set", f"targets.default.headers.x-flag={SECRETS['a flag']}"]
WRONG_FLAGS = [
    "--set", f"targets.default.headers.x-flag=[{MARK}]", "--set", f"targets.default.headers.te={MARK}",
    "--set", f"privacy.pseudonym_key={MARK[:4]}{MARK[4:]}", "--set", "prometheus.port=${env:PLANTED}",
    "--set", f"targets.flag.endpoint=https://{MARK}:{MARK}@flag",
]


def commands(path, flags):
    """Every command that prints something about a configuration."""
    given = ["--config", path, *flags]
    for form in FORMATS:
        yield ["validate", "--format", form, path]
        yield ["validate", "--environment", "--format", form, path]
    yield ["validate", "--environment", "--profile", "other", path]
    for form in ("text", "json"):
        yield ["explain", *given, "--format", form]
        yield ["explain", *given, "--all", "--format", form]
        for part in ("targets.default.headers", "targets.default.headers.authorization", "privacy.pseudonym_key",
                     "targets.default.headers.x-literal", "service"):
            yield ["explain", *given, "--format", form, part]
        yield ["diff", "--config", path, "--format", form, "default", "other"]
        yield ["profiles", "--config", path, "--format", form]
        yield ["env", *given, "--format", form]
        yield ["env", *given, "--to-gateway", "--format", form]


def reveals(text):
    return [line for line in text.splitlines() if MARK in line]


@pytest.mark.parametrize("is_wrong", [False, True], ids=["right", "wrong"])
def test_no_command_shows_a_secret(tmp_path, is_wrong):
    path = profile(tmp_path, "https://collector.internal:4318", wrong=is_wrong)
    environment = WRONG_ENVIRONMENT if is_wrong else ENVIRONMENT
    silent, failures = [], []
    for command in commands(path, WRONG_FLAGS if is_wrong else FLAGS):
        result = run_command(tmp_path, *command, env=environment)
        assert result.returncode in (0, 1, 78), f"{command}: {result.stderr}"
        shown = reveals(result.stdout) + reveals(result.stderr)
        if shown:
            failures.append("\n".join([" ".join(map(str, command)), *shown]))
        if not result.stdout + result.stderr:
            silent.append(command)
    assert not failures, "\n\n".join(failures)
    assert not silent


def test_a_refused_start_shows_no_secret(tmp_path):
    path = profile(tmp_path, "https://collector.internal:4318", wrong=True)
    result = run_command(tmp_path, "run", "--config", path, *WRONG_FLAGS, env=WRONG_ENVIRONMENT)
    assert result.returncode == 78
    assert not reveals(result.stdout + result.stderr)
    for name in WRONG_ENVIRONMENT.keys() - {"PLANTED"}:
        assert name in result.stderr


@pytest.mark.parametrize("answer", [
    Answer(code=503, message=MARK), Answer(code=401, message=MARK), Answer(code=400, message=MARK), Answer(hang_up=True)])
def test_a_running_gateway_shows_no_secret(start_gateway, collectors, tmp_path, answer):
    """Not in its log at the finest level, nor to anybody who asks it, though its target fails and quotes them."""
    collectors.append(collector := HTTPCollector())
    collector.decide = lambda request: answer
    (tmp_path / "token").write_text(SECRETS["a file"] + "\n")
    gateway = start_gateway(
        exits=(0, 75),
        env=ENVIRONMENT | {"TARGET": collector.endpoint + "/" + SECRETS["a path of a reference"]},
        targets={"default": {"endpoint": "${env:TARGET}", "headers": {
            "authorization": "Bearer ${env:PLANTED}", "x-file": f"${{file:{tmp_path}/token}}",
            "x-literal": SECRETS["a literal header"]}}},
        settings={
            "logging": {"level": "trace"}, "delivery": {"drain_timeout": "1s"},
            "privacy": {"pseudonym_key": SECRETS["a pseudonym key"]}})
    assert post(gateway, otlp.traces(otlp.span(f"{MARK}-span"))).status == 200
    eventually(lambda: collector.attempts, what="an attempt")
    sent = collector.attempts[0].headers
    assert sent["authorization"] == f"Bearer {SECRETS['a variable']}" and sent["x-file"] == SECRETS["a file"]
    assert sent["x-literal"] == SECRETS["a literal header"]
    assert sent["x-environment"] == SECRETS["headers of the environment"]
    answers = [gateway.get(gateway.metrics_port, path)[2] for path in ("/metrics", f"/{MARK[:3]}")]
    answers += [gateway.get(gateway.admin_port, path)[2] for path in ("/healthz", "/readyz", "/status", "/")]
    gateway.stop()
    assert not reveals("\n".join([*answers, gateway.log(), gateway.stdout()]))
