"""`hephaestus-gw exec`: a command as an instrumented plugin, which it must not notice."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time

import pytest
from harness import otlp
from harness.gateway import binary, clean_environment
from harness.ports import BlackHole, ReservedPort
from harness.terminal import Terminal
from harness.waiting import eventually

ON = {"HEPHAESTUS_TELEMETRY_ENABLED": "true"}
PYTHON = sys.executable
TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


def environment(folder, extra=None):
    kept = clean_environment(folder, ON | (extra or {}))
    return {name: value for name, value in kept.items() if name not in ("TRACEPARENT", "TRACESTATE") or extra and name in extra}


def execute(folder, *arguments, env=None, stdin=b"", within=30, **options):
    """Runs exec to its end; what it prints is bytes."""
    return subprocess.run(
        [binary(), "exec", *map(str, arguments)], cwd=folder, env=environment(folder, env), input=stdin,
        capture_output=True, timeout=within, check=False, **options)


def start(folder, *arguments, env=None, **options):
    return subprocess.Popen(
        [binary(), "exec", *map(str, arguments)], cwd=folder, env=environment(folder, env), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, **options)


def plain(value):
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [plain(element) for element in value.array_value.values]
    return getattr(value, kind)


def attributes_of(item):
    return {attribute.key: plain(attribute.value) for attribute in item.attributes}


def only_span(collector):
    """Its resource, scope and itself."""
    (request,) = collector.accepted("traces")
    (part,) = otlp.parts(request)
    return part


def status_of(span):
    """Error or not: the word, and its message."""
    return span.status.code, span.status.message


# What arrives


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
        "/bin/sh", "-c", "exit 3", f"--token={token}", mail, "--password", password, f"--db-password={password} {password}",
        f"https://jane:{password}@host/", "-u", f"jane:{password}", "/home/canaryuser/x")
    assert (result.returncode, result.stderr) == (3, b"")
    _, _, span = only_span(http_collector)
    attributes = attributes_of(span)
    # What the plugin numbers are made of survives every mode.
    assert attributes.items() >= {
        "plugin": "sh", "category": "gate", "success": False, "exit_code": 3}.items()
    assert {"max_rss_bytes", "cpu_user_seconds", "cpu_system_seconds", "duration_seconds", "process.pid"} <= attributes.keys()
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
        attributes_of(collector.spans()[0])["process.command_args"][1] for collector in (http_collector, grpc_collector))
    assert through == straight and through.startswith("anon-")


def test_own_rules_of_a_profile_hold(tmp_path, http_collector):
    execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--set", "privacy.mode=minimal", "--set",
        "privacy.drop=[process.command_args]", "--set", "privacy.hash=[plugin]", "--", "true")
    _, _, span = only_span(http_collector)
    attributes = attributes_of(span)
    assert "process.command_args" not in attributes and attributes["plugin"].startswith("anon-")


def test_a_running_gateway_counts_it(tmp_path, start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": {"endpoint": grpc_collector.endpoint}}, settings={"sampling": {"sampler": "always_off"}})
    profile = ["--config", gateway.config, "--profile", "test", "--plugin", "pytest", "--category", "testing", "--plugin-version", "1.0.0"]
    for command in (["true"], ["false"], ["sh", "-c", "kill -9 $$"], ["no-such-command"]):
        execute(tmp_path, *profile, "--", *command)
    labels = {"plugin": "pytest", "category": "testing", "version": "1.0.0"}

    def counted():
        text = gateway.get(gateway.metrics_port, "/metrics")[2]
        return {
            kind: float(re.search(rf"^hephaestus_plugins_{kind}_total{{.*}} (\S+)", text, re.M)[1])
            for kind in ("invocations", "success", "failures", "errors")}
    assert eventually(counted) == {"invocations": 4, "success": 1, "failures": 1, "errors": 2}, labels
    # At any ratio.
    assert not grpc_collector.spans()


# The tree


def test_a_tree_of_three_under_guard_rails(tmp_path, http_collector):
    to = ["--endpoint", http_collector.endpoint, "--set", "privacy.mode=minimal", "--"]
    tool = str(binary())
    result = execute(
        tmp_path, "--guard-rails", *to, tool, "exec", "--plugin", "middle", *to, tool, "exec", "--plugin", "leaf", *to,
        "sh", "-c", "echo $TRACEPARENT $TRACESTATE",
        env={"TRACEPARENT": f"00-{TRACE}-{SPAN}-01", "TRACESTATE": "ot=rv:0123456789abcd , other=1"})
    assert (result.returncode, result.stderr) == (0, b"")
    leaf, middle, rails = http_collector.spans()
    assert [span.name for span in (rails, middle, leaf)] == ["guard-rails", "plugins.execute", "plugins.execute"]
    assert [attributes_of(span)["plugin"] for span in (middle, leaf)] == ["middle", "leaf"]
    assert rails.parent_span_id.hex() == SPAN
    assert middle.parent_span_id == rails.span_id and leaf.parent_span_id == middle.span_id
    assert {span.trace_id.hex() for span in (rails, middle, leaf)} == {TRACE}
    assert {span.trace_state for span in (rails, middle, leaf)} == {"ot=rv:0123456789abcd,other=1"}
    assert {span.flags for span in (rails, middle, leaf)} == {0x301}
    marks = [attributes_of(span).get("hephaestus.guard_rails") for span in (rails, middle, leaf)]
    assert marks == [None, True, True]
    assert result.stdout.decode() == f"00-{TRACE}-{leaf.span_id.hex()}-01 ot=rv:0123456789abcd,other=1\n"


@pytest.mark.parametrize("mode", ["strict", "balanced", "minimal"])
def test_the_mark_survives_every_mode(tmp_path, http_collector, mode):
    execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--set", f"privacy.mode={mode}", "--", "true",
        env={"HEPHAESTUS_GUARD_RAILS": "true"})
    _, _, span = only_span(http_collector)
    assert attributes_of(span)["hephaestus.guard_rails"] is True


CHILD = """
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
import os, sys
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(sys.argv[1] + "/v1/traces")))
carrier = {name.lower(): os.environ[name] for name in ("TRACEPARENT", "TRACESTATE") if name in os.environ}
context = TraceContextTextMapPropagator().extract(carrier)
with provider.get_tracer("child").start_as_current_span("work", context=context):
    pass
"""


@pytest.mark.parametrize("parent", [None, f"00-{TRACE}-{SPAN}-01"])
def test_an_instrumented_child_joins(tmp_path, http_collector, parent):
    result = execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--", PYTHON, "-c", CHILD, http_collector.endpoint,
        env={"TRACEPARENT": parent, "TRACESTATE": "a=1"} if parent else {}, within=60)
    assert (result.returncode, result.stderr) == (0, b"")
    work, run = http_collector.spans()
    assert (work.name, run.name) == ("work", "plugins.execute")
    assert work.trace_id == run.trace_id and work.parent_span_id == run.span_id
    assert work.trace_state == run.trace_state == ("a=1" if parent else "")


@pytest.mark.parametrize(
    "parent, state, flags",
    [
        (f"00-{TRACE}-{SPAN}-00", "a=1", "00"), (f"00-{TRACE}-{SPAN}-01", "", "01"), (f"cc-{TRACE}-{SPAN}-01-x", "a=1", "01"),
        (f"00-{TRACE.upper()}-{SPAN}-01", "a=1", None), (f"ff-{TRACE}-{SPAN}-01", "a=1", None),
        (f"00-{'0' * 32}-{SPAN}-01", "a=1", None), (f"00-{TRACE}-{SPAN}-01-x", "a=1", None), ("", "a=1", None),
    ])
def test_only_a_valid_parent_counts(tmp_path, http_collector, parent, state, flags):
    result = execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", 'echo "$TRACEPARENT ${TRACESTATE-none}"',
        env={"TRACEPARENT": parent, "TRACESTATE": state})
    _, _, span = only_span(http_collector)
    passed_on, passed_state = result.stdout.decode().rstrip("\n").split(" ")
    if flags:
        assert passed_on == f"00-{TRACE}-{span.span_id.hex()}-{flags}" and span.parent_span_id.hex() == SPAN
        assert passed_state == (state or "none") and span.flags == 0x300 | int(flags, 16)
    else:
        assert passed_on == f"00-{span.trace_id.hex()}-{span.span_id.hex()}-01" and not span.parent_span_id
        assert passed_state == "none" and span.trace_id.hex() != TRACE and span.flags == 0x101


# The command's own


@pytest.mark.parametrize(
    "command, status, error",
    [
        (["true"], 0, (0, "")), (["sh", "-c", "exit 1"], 1, (0, "")), (["sh", "-c", "exit 255"], 255, (0, "")),
        (["sh", "-c", "exit 127"], 127, (0, "")), (["no-such-command"], 127, (2, "command not found")),
        (["/no/such/command"], 127, (2, "command not found")), (["./plain"], 126, (2, "command cannot be run")),
        (["/"], 126, (2, "command cannot be run")), ([""], 127, (2, "command not found")),
        (["sh", "-c", "kill -9 $$"], 137, (2, "ended by SIGKILL")), (["sh", "-c", "kill -TERM $$"], 143, (2, "ended by SIGTERM")),
        (["sh", "-c", "kill -SEGV $$"], 139, (2, "ended by SIGSEGV")), (["./script"], 4, (0, "")),
    ])
@pytest.mark.parametrize("is_on", [True, False])
def test_the_exit_status_is_the_commands(tmp_path, http_collector, command, status, error, is_on):
    (tmp_path / "plain").write_text("")
    (tmp_path / "script").write_text("exit 4\n")
    (tmp_path / "script").chmod(0o755)
    result = execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--set", "privacy.mode=minimal", "--", *command,
        env={} if is_on else {"OTEL_SDK_DISABLED": "true"})
    if not is_on:
        # The command itself took its place.
        assert result.returncode == (status if error[0] == 0 or status in (126, 127) else 128 - status)
        assert not http_collector.attempts
    else:
        assert result.returncode == status
        _, _, span = only_span(http_collector)
        assert status_of(span) == error
        attributes = attributes_of(span)
        assert (attributes["exit_code"], attributes["success"]) == (status, status == 0)
        assert attributes.get("exit_signal") == (error[1].split()[-1] if "ended" in error[1] else None)
    ran = "command" not in error[1]
    assert len(result.stderr.splitlines()) == (0 if ran else 1), result.stderr


def test_arguments_streams_and_environment_arrive_as_bytes(tmp_path, http_collector):
    code = "import os,sys; o=sys.stdout.buffer; o.write(os.fsencode(sys.argv[1])+os.environb[b'ODD']+sys.stdin.buffer.read()); sys.stderr.buffer.write(b'\\xfe\\r\\n')"
    stdin = bytes(range(256)) * 4096
    env = {os.fsencode(key): os.fsencode(value) for key, value in environment(tmp_path).items()}
    result = subprocess.run(
        [os.fsencode(binary()), b"exec", b"--endpoint", http_collector.endpoint.encode(), b"--", PYTHON.encode(), b"-c",
         code.encode(), b"\xff\xfe-- --plugin x"],
        env=env | {b"ODD": b"\xf0\x28"}, input=stdin, capture_output=True, timeout=30, check=False)
    assert result.returncode == 0
    assert result.stdout == b"\xff\xfe-- --plugin x" + b"\xf0\x28" + stdin and result.stderr == b"\xfe\r\n"
    assert len(http_collector.spans()) == 1


STATE = """
import os, signal
with open("/proc/self/status") as status:
    masks = dict(line.split(":") for line in status)
# Without 32 and 33, which belong to the C library.
print(*(hex(int(masks[name], 16) & ~(3 << 31)) for name in ("SigBlk", "SigIgn")))
print(sorted(os.listdir("/proc/self/fd")), os.getpgrp(), os.getsid(0), sorted(os.environ))
"""


def test_the_child_starts_as_it_would_without(tmp_path, http_collector):
    """Mask, dispositions, descriptors, process group, session: all as they were."""
    def prepare():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
        os.dup2(1, 7)

    command = [PYTHON, "-c", STATE]
    outputs = [
        subprocess.run(
            line, cwd=tmp_path, env=environment(tmp_path), capture_output=True, timeout=30, check=True, pass_fds=[7],
            preexec_fn=prepare).stdout.decode()
        for line in (command, [str(binary()), "exec", "--endpoint", http_collector.endpoint, "--", *command])]
    outputs[1] = outputs[1].replace("'TRACEPARENT', ", "")
    assert outputs[0] == outputs[1]


def test_nohup_stays_nohup(tmp_path, http_collector):
    process = start(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "echo up; sleep 0.5; echo done",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    assert process.stdout.readline() == b"up\n"
    process.send_signal(signal.SIGHUP)
    assert process.communicate(timeout=20) == (b"done\n", b"") and process.returncode == 0


def test_an_ignored_sigchld_takes_no_status_away(tmp_path, http_collector):
    process = start(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "exit 5",
        preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    assert process.wait(20) == 5
    assert attributes_of(only_span(http_collector)[2])["exit_code"] == 5


# Signals


COUNTING = """
import os, signal, sys, time
seen = []
for name in sys.argv[1].split(","):
    signal.signal(getattr(signal, name), lambda number, frame: seen.append(signal.Signals(number).name))
print("up", flush=True)
deadline = time.monotonic() + 20
while not seen and time.monotonic() < deadline:
    time.sleep(0.01)
time.sleep(0.4)
print(*seen, flush=True)
"""


@pytest.mark.parametrize(
    "name", ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGINT", "SIGQUIT", "SIGALRM", "SIGPIPE", "SIGWINCH", "SIGRTMIN"])
def test_signals_to_exec_are_passed_on_once(tmp_path, http_collector, name):
    process = start(tmp_path, "--endpoint", http_collector.endpoint, "--", PYTHON, "-c", COUNTING, name)
    assert process.stdout.readline() == b"up\n"
    process.send_signal(getattr(signal, name))
    assert process.communicate(timeout=30) == (name.encode() + b"\n", b"") and process.returncode == 0
    assert len(http_collector.spans()) == 1


def test_a_command_that_does_not_mind_a_signal_ends_by_it(tmp_path, http_collector):
    process = start(tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "echo up; exec sleep 30")
    assert process.stdout.readline() == b"up\n"
    process.terminate()
    assert process.wait(20) == 128 + signal.SIGTERM
    _, _, span = only_span(http_collector)
    assert attributes_of(span)["exit_signal"] == "SIGTERM" and span.status.code == 2


@pytest.fixture
def terminal(tmp_path):
    shell = Terminal(tmp_path, environment(tmp_path))
    shell.read_until("ready> ")
    yield shell
    shell.type("\x03\nexit\nexit\n")
    shell.close()


def test_ctrl_c_reaches_the_command_once(tmp_path, terminal, http_collector):
    (tmp_path / "child.py").write_text(COUNTING)
    command = f"{binary()} exec --endpoint {http_collector.endpoint} -- {PYTHON} child.py"
    for keys, name in (("\x03", "SIGINT"), ("\x1c", "SIGQUIT")):
        terminal.type(f"{command} {name}; echo status=$?\n")
        terminal.read_until("up\r\n")
        terminal.type(keys)
        shown = terminal.read_until("status=0")
        assert shown.count(name) == 1, shown
        terminal.read_until("ready> ")
    # Not caught, it ends both, and the shell hears 130.
    terminal.type(f"{binary()} exec --endpoint {http_collector.endpoint} -- sh -c 'echo u\"\"p; exec sleep 30'; echo status=$?\n")
    terminal.read_until("up\r\n")
    terminal.type("\x03")
    terminal.read_until("status=130")
    assert len(http_collector.spans()) == 3


@pytest.mark.parametrize("depth", [1, 2])
def test_ctrl_z_and_fg(tmp_path, terminal, http_collector, depth):
    (tmp_path / "child.py").write_text(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGCONT, lambda *_: (print('again', flush=True), sys.exit(6)))\n"
        "print('up', flush=True)\ntime.sleep(30)\n")
    command = f"{binary()} exec --endpoint {http_collector.endpoint} -- " * depth
    terminal.type(f"{command}{PYTHON} child.py\n")
    terminal.read_until("up\r\n")
    terminal.type("\x1a")
    terminal.read_until("Stopped")
    terminal.read_until("ready> ")
    terminal.type("fg; echo status=$?\n")
    terminal.read_until("again")
    terminal.read_until("status=6")
    assert len(http_collector.spans()) == depth


def test_a_background_reader_stops_and_comes_back(tmp_path, terminal, http_collector):
    """Reading from the terminal in the background stops the job, as it does without exec."""
    terminal.type(f"{binary()} exec --endpoint {http_collector.endpoint} -- cat &\n")
    terminal.read_until("ready> ")
    eventually(lambda: (terminal.type("\n"), terminal.read_until("ready> "))[1].count("Stopped"), what="a stopped job")
    terminal.type("fg\n")
    terminal.read_until("-- cat\r\n")
    terminal.type("hello\n")
    assert terminal.read_until("hello\r\nhello\r\n")
    terminal.type("\x04")
    terminal.read_until("ready> ")
    assert len(http_collector.spans()) == 1


def test_a_hangup_of_the_terminal_ends_the_command(tmp_path, http_collector):
    """exec as the leader of a session is the only one to hear of it."""
    import pty
    marker = tmp_path / "hung-up"
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        os.execve(binary(), ["hephaestus-gw", "exec", "--endpoint", http_collector.endpoint, "--", "sh", "-c",
                             "trap 'touch hung-up; exit 0' HUP; echo up; while :; do sleep 0.1; done"],
                  environment(tmp_path))
    while b"up" not in os.read(master, 1024):
        pass
    os.close(master)
    eventually(marker.exists, what="the hangup")
    os.waitpid(pid, 0)
    assert len(http_collector.spans()) == 1


# Where it goes


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
    from harness.http_collector import HTTPCollector
    collectors.append(HTTPCollector())
    # Another endpoint does not get what is meant for that one.
    execute(tmp_path, "--endpoint", collectors[-1].endpoint, "--", "true", env=env)
    assert "x-key" not in collectors[-1].attempts[0].headers


def test_tls(tmp_path, certificates, collectors):
    from harness.http_collector import HTTPCollector
    collectors.append(HTTPCollector(tls=(certificates.cert("server"), certificates.key("server"))))
    env = {"OTEL_EXPORTER_OTLP_CERTIFICATE": certificates.cert("authority")}
    files = f"{{cert_file: {certificates.cert('server')}, key_file: {certificates.key('server')}}}"
    for number, arguments in enumerate((
        ["--endpoint", collectors[-1].endpoint],
        ["--set", f"receivers.otlp.http.listen='0.0.0.0:{collectors[-1].port}'", "--set", "receivers.otlp.grpc.listen='127.0.0.1:0'",
         "--set", f"receivers.otlp.http.tls={files}"],
    )):
        result = execute(tmp_path, *arguments, "--", "true", env=env)
        assert (result.returncode, result.stderr) == (0, b"")
        assert len(collectors[-1].spans()) == number + 1
    result = execute(tmp_path, "--endpoint", collectors[-1].endpoint, "--", "true")
    assert result.returncode == 0
    told_once(result, "not trusted")


# What goes wrong does not matter


def told_once(result, *words):
    lines = result.stderr.decode().splitlines()
    assert len(lines) == 1 and lines[0].startswith("hephaestus-gw: exec: "), lines
    for word in words:
        assert word in lines[0]


def test_nothing_listens(tmp_path):
    port = ReservedPort()
    began = time.monotonic()
    result = execute(tmp_path, "--endpoint", f"http://{port.address}", "--", "sh", "-c", "echo out; exit 7")
    assert time.monotonic() - began < 1
    assert (result.returncode, result.stdout) == (7, b"out\n")
    told_once(result, "the span was not sent", "Connection refused")


@pytest.mark.parametrize("scheme", ["http", "grpc"])
def test_a_black_hole_costs_a_second(tmp_path, collectors, scheme):
    collectors.append(BlackHole())
    began = time.monotonic()
    result = execute(tmp_path, "--endpoint", f"{scheme}://127.0.0.1:{collectors[-1].port}", "--", "sh", "-c", "exit 7")
    assert 0.9 < time.monotonic() - began < 2.5
    assert result.returncode == 7
    told_once(result, "timed out")


def test_a_full_backlog_costs_a_second(tmp_path):
    """A listener that takes no connections at all."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    address = listener.getsockname()
    waiting = [socket.socket() for _ in range(4)]
    for one in waiting:
        one.setblocking(False)
        one.connect_ex(address)
    began = time.monotonic()
    result = execute(tmp_path, "--endpoint", f"http://127.0.0.1:{address[1]}", "--", "sh", "-c", "exit 7")
    assert time.monotonic() - began < 2.5
    assert result.returncode == 7
    told_once(result, "127.0.0.1")


@pytest.mark.parametrize(
    "arguments, env, words",
    [
        (["--config", "missing.yaml"], {}, ["missing.yaml"]), (["--profile", "nobody"], {}, ["nobody"]),
        (["--set", "sampling.ratio=7"], {}, ["sampling.ratio"]), ([], {"OTEL_TRACES_SAMPLER": "sometimes"}, ["OTEL_TRACES_SAMPLER"]),
        (["--endpoint", "nonsense"], {}, ["--endpoint must be"]), (["--endpoint", "file:///tmp/x"], {}, ["--endpoint must be"]),
        (["--endpoint", "http://no-such-host.invalid"], {}, ["no-such-host.invalid"]),
        (["--set", "receivers.otlp.http.listen='127.0.0.1:0'", "--set", "receivers.otlp.grpc.listen='127.0.0.1:0'"], {}, ["--endpoint"]),
        (["--set", "privacy.pseudonym_key='${env:NOT_SET_ANYWHERE}'"], {}, ["NOT_SET_ANYWHERE"]),
    ])
@pytest.mark.parametrize("is_off", [False, True])
def test_whatever_is_wrong_the_command_runs(tmp_path, arguments, env, words, is_off):
    off = {"OTEL_SDK_DISABLED": "true"} if is_off else {}
    result = execute(tmp_path, *arguments, "--", "sh", "-c", "echo out; exit 7", env=env | off)
    assert (result.returncode, result.stdout) == (7, b"out\n")
    if is_off:
        assert result.stderr == b""
    else:
        told_once(result, *words)


def test_a_refusal_is_told(tmp_path, http_collector):
    from harness.collector import Answer
    http_collector.decide = lambda request: Answer(code=401, message="no\r\nkey")
    result = execute(tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "exit 7")
    assert result.returncode == 7
    told_once(result, "refused", "key")


def test_a_closed_standard_error_changes_nothing(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    for extra in (["--endpoint", f"http://{ReservedPort().address}"], ["--profile", "nobody"]):
        process = subprocess.Popen(
            [binary(), "exec", *extra, "--", "sh", "-c", "exit 7"], cwd=tmp_path, env=environment(tmp_path), stderr=writer)
        assert process.wait(20) == 7
    os.close(writer)


@pytest.mark.parametrize("files", [4, 5, 8])
def test_too_few_files_change_nothing(tmp_path, http_collector, files):
    result = execute(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "exit 7",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files)))
    assert result.returncode == 7
    told_once(result, "too few files may be open")


def test_what_a_script_has_no_value_for_is_not_given(tmp_path, http_collector):
    execute(tmp_path, "--plugin", "", "--category", "", "--plugin-version", "", "--endpoint", http_collector.endpoint, "--", "true")
    attributes = attributes_of(only_span(http_collector)[2])
    assert attributes["plugin"] == "true" and not {"version", "category"} & attributes.keys()


def test_a_reference_of_a_target_need_not_be_there(tmp_path, http_collector):
    """The gateway's own credentials are not those of the programs beside it."""
    result = execute(
        tmp_path, "--set", "targets.a={endpoint: 'http://127.0.0.1:9', headers: {key: '${env:NOT_SET_ANYWHERE}'}}",
        "--endpoint", http_collector.endpoint, "--", "true")
    assert (result.returncode, result.stderr) == (0, b"")
    assert len(http_collector.spans()) == 1


@pytest.mark.parametrize("off", [{"OTEL_SDK_DISABLED": "true"}, {"HEPHAESTUS_TELEMETRY_ENABLED": "false"}])
def test_with_telemetry_off_the_command_takes_its_place(tmp_path, http_collector, off):
    process = start(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", 'echo $$ "${TRACEPARENT-none}"', env=off)
    out, err = process.communicate(timeout=20)
    assert (out.decode(), err, process.returncode) == (f"{process.pid} none\n", b"", 0)
    assert not http_collector.attempts


def test_without_a_command_it_says_what_is_missing(tmp_path):
    for arguments in ([], ["--"], ["true"]):
        result = execute(tmp_path, *arguments)
        assert result.returncode == 64 and b"hephaestus-gw exec [<options>] -- <command>" in result.stderr


# What it costs


def fastest(folder, command, env, runs=40):
    """Seconds of wall time of the fastest run: others share this machine."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


@pytest.mark.parametrize("kind", ["gateway", "nobody", "off"])
def test_it_costs_less_than_20_milliseconds(tmp_path, start_gateway, kind):
    env, options = environment(tmp_path), ["--endpoint", f"http://{ReservedPort().address}"]
    if kind == "off":
        env |= {"OTEL_SDK_DISABLED": "true"}
    if kind == "gateway":
        gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
        options = ["--config", gateway.config, "--profile", "test"]

    def overhead():
        return fastest(tmp_path, [binary(), "exec", *options, "--", "true"], env) - fastest(tmp_path, ["true"], env)
    eventually(lambda: overhead() < 0.020, within=60, what="an overhead of less than 20 ms")


def test_it_takes_a_few_megabytes(tmp_path, http_collector):
    process = start(tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "echo up; read x", stdin=subprocess.PIPE)
    assert process.stdout.readline() == b"up\n"
    with open(f"/proc/{process.pid}/smaps_rollup") as rollup:
        own = sum(int(line.split()[1]) for line in rollup if line.startswith(("Private_Dirty", "Private_Clean")))
    with open(f"/proc/{process.pid}/status") as status:
        threads = next(int(line.split()[1]) for line in status if line.startswith("Threads"))
    process.communicate(b"\n", timeout=20)
    # KiB that no other process has, while the command runs. One thread: no signal goes astray.
    assert own < 8 << 10 and threads == 1


def test_it_loads_little():
    """Foundation whole, with its tables of languages, would take as long as everything else."""
    loaded = subprocess.run(["ldd", binary()], capture_output=True, text=True, check=True).stdout
    assert not re.search(r"libFoundation\.so|Internationalization|ICU", loaded), loaded
