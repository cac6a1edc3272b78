"""`hephaestus-gw exec`: the command must not notice it, nor who calls it."""

import os
import pty
import signal
import subprocess

import pytest
from harness.execution import PYTHON, attributes_of, environment, execute, only_span, start, status_of
from harness.gateway import binary
from harness.terminal import Terminal
from harness.waiting import eventually


@pytest.mark.parametrize(
    "command, status, error",
    [
        (["true"], 0, (0, "")), (["sh", "-c", "exit 1"], 1, (0, "")), (["sh", "-c", "exit 255"], 255, (0, "")),
        (["sh", "-c", "exit 127"], 127, (0, "")), (["no-such-command"], 127, (2, "command not found")),
        (["/no/such/command"], 127, (2, "command not found")), (["./plain"], 126, (2, "command cannot be run")),
        (["/"], 126, (2, "command cannot be run")), ([""], 127, (2, "command not found")),
        (["sh", "-c", "kill -9 $$"], 137, (2, "ended by SIGKILL")),
        (["sh", "-c", "kill -TERM $$"], 143, (2, "ended by SIGTERM")),
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
    code = """
import os, sys
sys.stdout.buffer.write(os.fsencode(sys.argv[1]) + os.environb[b"ODD"] + sys.stdin.buffer.read())
sys.stderr.buffer.write(bytes([0xfe, 13, 10]))
"""
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


COUNTING = """
import signal, sys, time
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
    "name",
    ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGINT", "SIGQUIT", "SIGALRM", "SIGPIPE", "SIGWINCH", "SIGRTMIN"])
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
    to = f"--endpoint {http_collector.endpoint}"
    terminal.type(f"{binary()} exec {to} -- sh -c 'echo u\"\"p; exec sleep 30'; echo status=$?\n")
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


def test_a_shell_within_has_jobs_of_its_own(tmp_path, terminal, http_collector):
    """It takes the terminal for itself and gives it back."""
    terminal.type(f"{binary()} exec --endpoint {http_collector.endpoint} -- bash --norc --noprofile -i\n")
    terminal.read_until("-i\r\n")
    terminal.read_until("ready> ")
    terminal.type("sh -c 'echo u\"\"p; exec sleep 30'\n")
    terminal.read_until("up\r\n")
    terminal.type("\x1a")
    terminal.read_until("Stopped")
    terminal.read_until("ready> ")
    terminal.type("fg\n")
    terminal.read_until("sleep 30'\r\n")
    terminal.type("\x03")
    terminal.read_until("ready> ")
    terminal.type("exit 9\n")
    terminal.read_until("ready> ")
    terminal.type("echo status=$?\n")
    terminal.read_until("status=9")
    assert attributes_of(only_span(http_collector)[2])["exit_code"] == 9


def test_a_hangup_of_the_terminal_ends_the_command(tmp_path, http_collector):
    """exec as the leader of a session is the only one to hear of it."""
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
