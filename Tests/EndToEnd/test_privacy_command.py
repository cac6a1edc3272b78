"""`hephaestus-gw privacy`: what it shows of given telemetry."""

import json
import re
import subprocess

import pytest
from google.protobuf import json_format
from harness.client import post
from harness.gateway import ROOT, binary, clean_environment, run_command
from harness.otlp import SIGNALS, gauge, logs, one_of, span, traces
from harness.waiting import eventually
from test_json_oracle import as_it_is


def privacy(folder, *arguments, stdin=b"", env=None):
    """The result with its texts decoded."""
    result = subprocess.run(
        [binary(), "privacy", *map(str, arguments)], cwd=folder, env=clean_environment(folder, env), input=stdin,
        capture_output=True, timeout=30, check=False)
    result.stdout, result.stderr = result.stdout.decode(), result.stderr.decode()
    return result


def report(folder, *arguments, **options):
    result = privacy(folder, *arguments, "--format", "json", **options)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def login():
    """A request with something for every mode to do."""
    return traces(
        span(
            "GET /cart", trace_id=b"\1" * 16, span_id=b"\2" * 8,
            with_attributes={
                "enduser.id": "jane", "http.route": "/cart of jane.doe@example.com", "session": "blue",
                "password": "hunter2", "http.request.method": "GET"}),
        resource={"service.name": "shop"})


INPUTS = {
    "protobuf": lambda request: request.SerializeToString(),
    "json": as_it_is,
    "indented json": lambda request: json.dumps(json.loads(as_it_is(request)), indent=2).encode(),
    "json lines": lambda request: as_it_is(request) + b"\n",
}


@pytest.mark.parametrize("form", INPUTS)
@pytest.mark.parametrize("stdin", ["file", "stdin", "dash"])
def test_every_form_of_input_shows_the_same(tmp_path, form, stdin):
    body = INPUTS[form](login())
    (tmp_path / "input").write_bytes(body)
    arguments = {"file": ["input"], "stdin": [], "dash": ["-"]}[stdin]
    shown = report(tmp_path, *arguments, stdin=b"" if stdin == "file" else body)
    assert shown["input"] == ("input" if stdin == "file" else "-")
    assert [result["mode"] for result in shown["results"]] == ["minimal", "balanced", "strict"]
    changes = [
        {change["path"].split("spans[0].")[-1]: (change["rules"], change["before"], change["after"])
         for change in result["changes"]} for result in shown["results"]]
    minimal, balanced, strict = changes
    assert minimal == {'attributes["password"]': (["credential_key"], "hunter2", "[REDACTED]")}
    assert balanced['attributes["enduser.id"]'][:2] == (["user_id"], "jane")
    assert re.fullmatch("anon-[0-9a-f]{24}", balanced['attributes["enduser.id"]'][2])
    assert re.fullmatch("/cart of anon-[0-9a-f]{24}", balanced['attributes["http.route"]'][2])
    assert balanced.keys() == {f'attributes["{key}"]' for key in ("enduser.id", "http.route", "password")}
    assert strict['attributes["session"]'] == (["not_allowed"], "blue", None)
    assert 'attributes["http.request.method"]' not in strict


def test_what_it_shows_for_people(tmp_path):
    (tmp_path / "login.pb").write_bytes(
        traces(span("a", trace_id=b"\1" * 16, span_id=b"\2" * 8, with_attributes={
            "http.route": "/x\x1b[2J" + "y" * 100 + " from 10.1.2.3", "session": "blue"})).SerializeToString())
    result = privacy(tmp_path, "login.pb", "--mode", "minimal", "--mode", "strict")
    assert result.returncode == 0 and not result.stderr
    assert result.stdout == """\
minimal: nothing changes in 1 item

strict: 1 changed, 1 left out in 1 item (ip_address 1, not_allowed 1)

  resource_spans[0].scope_spans[0].spans[0].attributes["http.route"]  [ip_address]
    - …yyyyyyyyyyyyyyyyyyy from 10.1.2.3
    + …yyyyyyyyyyyyyyyyyyy from 10.1.2.0

  resource_spans[0].scope_spans[0].spans[0].attributes["session"]  [not_allowed]
    - blue
    (left out)
"""


def test_what_a_file_target_wrote_can_be_read(tmp_path, start_gateway):
    file = tmp_path / "out.jsonl"
    gateway = start_gateway(targets={"file": {"endpoint": f"file://{file}"}}, settings={"privacy": {"mode": "minimal"}})
    for request in (login(), logs("from 10.1.2.3"), gauge(with_attributes={"user.id": "bob"})):
        post(gateway, request)
    eventually(lambda: file.exists() and len(file.read_text().splitlines()) == 3, what="three lines")
    shown = report(tmp_path, file, "--mode", "balanced")
    assert sorted(request["signal"] for request in shown["requests"]) == sorted(SIGNALS)
    found = {change["before"] for change in shown["results"][0]["changes"]}
    assert {"jane", "from 10.1.2.3", "bob"} <= found


@pytest.mark.parametrize("signal", SIGNALS)
def test_protobuf_of_every_signal_is_recognized(tmp_path, signal):
    body = one_of(signal).SerializeToString()
    assert [request["signal"] for request in report(tmp_path, stdin=body)["requests"]] == [signal]


def test_only_one_signal_of_many(tmp_path):
    body = as_it_is(login()) + b"\n" + as_it_is(logs("from 10.1.2.3"))
    shown = report(tmp_path, "--signal", "logs", "--mode", "balanced", stdin=body)
    assert [request["signal"] for request in shown["requests"]] == ["logs"]
    assert [change["before"] for change in shown["results"][0]["changes"]] == ["from 10.1.2.3"]


def test_the_report_has_the_keys_that_are_promised(tmp_path):
    shown = report(tmp_path, "--mode", "strict", stdin=login().SerializeToString())
    assert list(shown) == ["input", "requests", "results"]
    assert list(shown["requests"][0]) == ["signal", "bytes"]
    result, = shown["results"]
    assert list(result) == ["mode", "profile", "items", "changed", "leftOut", "rules", "changes"]
    assert result["items"] == {"received": 1, "kept": 1, "rejected": 0} and result["profile"] is None
    assert result["changed"] + result["leftOut"] == len(result["changes"])
    assert result["leftOut"] == sum(change["after"] is None for change in result["changes"])
    assert sum(result["rules"].values()) == sum(len(change["rules"]) for change in result["changes"])
    for change in result["changes"]:
        assert list(change) == ["request", "signal", "path", "rules", "before", "after"]
        assert change["request"] == 1 and change["signal"] == "traces" and change["rules"]


def test_a_profile_applies_with_its_own_rules(tmp_path):
    (tmp_path / "hephaestus.yaml").write_text(json.dumps({"version": 1, "profiles": {"own": {
        "enabled": True, "privacy": {
            "mode": "minimal", "drop": ["session"], "pseudonym_key": "k" * 32, "hash": ["http.*"],
            "patterns": {"greeting": {"pattern": "c(ar)t", "replacement": "<$1>"}}}}}}))
    body = login().SerializeToString()
    result, = report(tmp_path, "--profile", "own", stdin=body)["results"]
    assert (result["mode"], result["profile"]) == ("minimal", "own")
    changes = {change["path"].split("spans[0].")[-1]: change for change in result["changes"]}
    assert changes['attributes["session"]']["rules"] == ["own_drop"]
    assert changes['attributes["http.route"]']["rules"] == ["own_hash"]
    assert (changes["name"]["rules"], changes["name"]["after"]) == (["own_pattern"], "GET /<ar>")
    other, = report(tmp_path, "--profile", "own", "--mode", "balanced", stdin=body)["results"]
    assert (other["mode"], other["profile"]) == ("balanced", "own")
    assert {"user_id", "own_drop"} <= other["rules"].keys()


@pytest.mark.parametrize("arguments, body, code, told", [
    (["no/such/file"], b"", 2, "no/such/file"), (["."], b"", 2, ". cannot be read"),
    ([], b"\x0a\x05abc", 1, "standard input: malformed protobuf at byte 1"),
    ([], b'{"resourceSpans":[]}\n{"resourceSpans":[}', 1, "standard input:2:19: malformed OTLP/JSON at byte 39"),
    ([], b'{"resourceSpans":[{"scopeSpans":[{"spans":[{"kind":"SERVER"}]}]}]}', 1, "standard input:1:52: malformed"),
    ([], b'{"spans":[]}', 1, "standard input:1:1: no OTLP request begins here"),
    ([], b"\x1f\x8b\x08\x00", 1, "gzip"),
    ([], b"\x0a\x04\x12\x02\x12\x00", 64, "say which with --signal"),
    (["--mode", "loose"], b"", 64, "loose"), (["--signal", "spans"], b"", 64, "spans"),
    (["--format", "markdown"], b"", 64, "--rules"), (["--rules", "file"], b"", 64, "--rules"),
    (["--rules", "--mode", "strict"], b"", 64, "--rules"), (["a", "b"], b"", 64, "b"),
    (["--profile", "nightly"], b"", 78, "nightly"), (["--set", "privacy.mode=loose"], b"", 78, "privacy.mode"),
])
def test_what_it_refuses_and_how(tmp_path, arguments, body, code, told):
    result = privacy(tmp_path, *arguments, stdin=body)
    assert result.returncode == code, result.stderr
    assert told in result.stderr and not result.stdout


def test_an_error_does_not_quote_the_input(tmp_path):
    for body in (b'{"secret canary" "secret canary"}', b'{"resourceSpans":"secret canary"}', b"\x0a\x90secret canary"):
        result = privacy(tmp_path, stdin=body)
        assert result.returncode == 1 and "canary" not in result.stderr


@pytest.mark.parametrize("body", [b"", b"{}", b'{"resourceLogs":[]}', b"\n{}\n\n{}\n"])
def test_nothing_in_it_is_no_error(tmp_path, body):
    result = privacy(tmp_path, "--mode", "strict", stdin=body)
    assert (result.returncode, result.stdout) == (0, "strict: nothing changes in 0 items\n")


def test_the_rules_in_every_form(tmp_path):
    page = privacy(tmp_path, "--rules", "--format", "markdown").stdout
    assert page == (ROOT / "config" / "privacy.md").read_text()
    rows = json.loads(privacy(tmp_path, "--rules", "--format", "json").stdout)["rules"]
    assert all(list(row) == ["name", "appliesTo", "minimal", "balanced", "strict"] for row in rows)
    for width in (60, 100, 200):
        table = privacy(tmp_path, "--rules", env={"COLUMNS": str(width)}).stdout
        # Five columns where there is room for them, else a paragraph a row.
        assert (table.split()[:5] == ["WHAT", "WHERE", "MINIMAL", "BALANCED", "STRICT"]) == (width == 200)
        assert all(len(line) <= width for line in table.splitlines())
        for row in rows:
            assert row["name"].split()[0] in table


def test_what_it_says_would_leave_is_what_leaves(tmp_path, start_gateway, grpc_collector):
    """The preview against the running gateway, with one key."""
    settings = {"privacy": {"mode": "balanced", "pseudonym_key": "k" * 32}}
    gateway = start_gateway(targets={"c": grpc_collector.as_target()}, settings=settings)
    post(gateway, login())
    preview = report(tmp_path, "--config", gateway.config, "--profile", "test", stdin=login().SerializeToString())
    texts = [change["after"] for change in preview["results"][0]["changes"]]
    received = eventually(lambda: grpc_collector.attempts, what="a request at the target")
    left = json_format.MessageToJson(received[0].message)
    assert texts and all(text in left for text in texts)


def test_help(tmp_path):
    text = run_command(tmp_path, "privacy", "--help").stdout
    assert text == (ROOT / "Tests" / "EndToEnd" / "goldens" / "privacy_help.txt").read_text()
