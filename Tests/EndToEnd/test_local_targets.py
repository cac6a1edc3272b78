"""Targets that need nothing else on the machine: files, the console, nowhere."""

import base64
import json

import pytest
from google.protobuf import json_format
from harness import otlp
from harness.client import post
from harness.gateway import Gateway, run_command
from harness.waiting import eventually


def from_otlp_json(line, signal):
    """OTLP JSON is protobuf's, but for ids in hex; enumerations must be numbers and keys lowerCamelCase."""
    def ids_to_base64(node):
        if isinstance(node, list):
            return [ids_to_base64(element) for element in node]
        if not isinstance(node, dict):
            return node
        return {
            key: base64.b64encode(bytes.fromhex(value)).decode()
            if key in ("traceId", "spanId", "parentSpanId") else ids_to_base64(value)
            for key, value in node.items()
        }

    tree = json.loads(line)
    assert not any("_" in key for key in keys_of(tree)), "a key that is not lowerCamelCase"
    return json_format.ParseDict(ids_to_base64(tree), otlp.REQUEST[signal]())


def keys_of(node):
    if isinstance(node, list):
        return {key for element in node for key in keys_of(element)}
    if isinstance(node, dict):
        return set(node) | {key for value in node.values() for key in keys_of(value)}
    return set()


def signal_of_line(line):
    signals = {"resourceSpans": "traces", "resourceMetrics": "metrics", "resourceLogs": "logs"}
    return signals[next(iter(json.loads(line)))]


def lines_under(path):
    files = [path] if path.is_file() else sorted(path.glob("*"))
    # Lines end with a line feed alone: U+2028 is a character like others in JSON.
    return [line for file in files for line in file.read_text().split("\n") if line.strip()]


def everything():
    name = "a \"quoted\" name\n\u2028 世界"
    span = otlp.span(name, parent_span_id=b"\7" * 8, trace_state="vendor=1", with_attributes={
        "large": 2**63 - 1, "small": -(2**63), "ratio": 0.1, "nothing": b"", "bytes": b"\x00\xff", "flag": True,
        "infinite": float("inf"), "nested": {"list": [1, "two", {"three": 3.5}]}})
    span.status.code = 2
    span.events.add(time_unix_nano=1, name="event", attributes=otlp.attributes({"a": "b"}))
    span.links.add(trace_id=b"\1" * 16, span_id=b"\2" * 8)
    return [otlp.traces(span), otlp.gauge(values=(1.5, -0.0, float("-inf"))), otlp.logs("text", {"map": [b"\1"]})]


@pytest.mark.parametrize("relative", [False, True])
def test_a_file_holds_otlp_json_lines(start_gateway, tmp_path, relative):
    folder = tmp_path / "gateway1" / "state" if relative else tmp_path
    gateway = start_gateway(targets={"file": {
        "endpoint": "file://telemetry.jsonl" if relative else f"file://{folder}/telemetry.jsonl"}})
    requests = everything()
    for request in requests:
        assert post(gateway, request).status == 200
    eventually(lambda: gateway.metrics().sum("delivered_items_total", target="file") == 6, what="6 written items")
    gateway.stop()
    lines = lines_under(folder / "telemetry.jsonl")
    written = [from_otlp_json(line, signal_of_line(line)) for line in lines]
    assert otlp.fingerprint(written) == otlp.fingerprint(requests)


def test_a_file_is_continued_by_the_next_gateway(start_gateway, tmp_path):
    for _ in range(2):
        gateway = start_gateway(targets={"file": {"endpoint": f"file://{tmp_path}/telemetry.jsonl"}})
        assert post(gateway, otlp.one_of("traces")).status == 200
        gateway.stop()
    assert len(lines_under(tmp_path / "telemetry.jsonl")) == 2


def test_a_file_that_cannot_be_written_keeps_its_queue(start_gateway, tmp_path):
    """A directory comes to stand where the file should be; it goes away, and nothing is lost."""
    path = tmp_path / "telemetry.jsonl"
    gateway = start_gateway(targets={"file": {
        "endpoint": f"file://{path}", "retry": {"initial_interval": "50ms", "max_interval": "100ms"}}})
    path.unlink()
    path.mkdir()
    request = otlp.one_of("logs")
    assert post(gateway, request).status == 200
    eventually(lambda: gateway.metrics().sum("send_attempts_total", target="file") >= 2, what="two attempts")
    assert gateway.metrics().sum("queued_items", target="file") == 1
    path.rmdir()
    eventually(lambda: gateway.metrics().sum("delivered_items_total", target="file") == 1, what="the record, written")
    lines = lines_under(path)
    assert otlp.fingerprint([from_otlp_json(line, "logs") for line in lines]) == otlp.fingerprint([request])


def test_a_file_that_cannot_be_opened_stops_the_start(tmp_path):
    gateway = Gateway(tmp_path, targets={"file": {"endpoint": f"file://{tmp_path}"}})
    arguments, environment = gateway.command()
    result = run_command(tmp_path, *arguments, env=environment)
    assert result.returncode == 69
    assert f"target file: cannot open {tmp_path}: " in result.stderr


def test_the_console_and_nowhere_take_everything(start_gateway):
    gateway = start_gateway(targets={"console": {"endpoint": "console:"}, "nowhere": {"endpoint": "discard:"}})
    for signal in otlp.SIGNALS:
        assert post(gateway, otlp.one_of(signal)).status == 200
    metrics = eventually(
        lambda: gateway.metrics().sum("delivered_items_total") == 6 and gateway.metrics(), what="6 deliveries")
    for target in ("console", "nowhere"):
        assert metrics.sum("delivered_items_total", target=target) == 3
    gateway.stop()
    assert gateway.stdout().strip(), "the console target printed nothing"
