"""`hephaestus-gw exec`: whatever becomes of the telemetry, the command runs, and it costs little."""

import os
import re
import resource
import socket
import subprocess
import time

import pytest
from harness.collector import Answer
from harness.execution import attributes_of, environment, execute, only_span, start, told_once
from harness.gateway import binary
from harness.ports import BlackHole, ReservedPort
from harness.waiting import eventually


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
        (["--set", "sampling.ratio=7"], {}, ["sampling.ratio"]),
        ([], {"OTEL_TRACES_SAMPLER": "sometimes"}, ["OTEL_TRACES_SAMPLER"]),
        (["--endpoint", "nonsense"], {}, ["--endpoint must be"]),
        (["--endpoint", "file:///tmp/x"], {}, ["--endpoint must be"]),
        (["--endpoint", "http://no-such-host.invalid"], {}, ["no-such-host.invalid"]),
        (["--set", "receivers.otlp={http: {listen: '127.0.0.1:0'}, grpc: {listen: '127.0.0.1:0'}}"], {}, ["--endpoint"]),
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
    http_collector.decide = lambda request: Answer(code=401, message="no\r\nkey")
    result = execute(tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "exit 7")
    assert result.returncode == 7
    told_once(result, "refused", "key")


def test_a_closed_standard_error_changes_nothing(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    for extra in (["--endpoint", f"http://{ReservedPort().address}"], ["--profile", "nobody"]):
        process = subprocess.Popen(
            [binary(), "exec", *extra, "--", "sh", "-c", "exit 7"], cwd=tmp_path, env=environment(tmp_path),
            stderr=writer)
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
    empty = ["--plugin", "", "--category", "", "--plugin-version", ""]
    execute(tmp_path, *empty, "--endpoint", http_collector.endpoint, "--", "true")
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
    process = start(
        tmp_path, "--endpoint", http_collector.endpoint, "--", "sh", "-c", "echo up; read x", stdin=subprocess.PIPE)
    assert process.stdout.readline() == b"up\n"
    with open(f"/proc/{process.pid}/smaps_rollup") as rollup:
        own = sum(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty"))
    with open(f"/proc/{process.pid}/status") as status:
        threads = next(int(line.split()[1]) for line in status if line.startswith("Threads"))
    process.communicate(b"\n", timeout=20)
    # KiB that are not pages of files, while the command runs. One thread: no signal goes astray.
    assert own < 8 << 10 and threads == 1


def test_it_loads_little():
    """Foundation whole, with its tables of languages, would take as long as everything else."""
    loaded = subprocess.run(["ldd", binary()], capture_output=True, text=True, check=True).stdout
    assert not re.search(r"libFoundation\.so|Internationalization|ICU", loaded), loaded
