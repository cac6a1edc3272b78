"""`hephaestus-gw exec` in a trace: a child of what called it, and the parent of what it calls."""

import pytest
from harness.execution import PYTHON, attributes_of, execute, only_span
from harness.gateway import binary

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


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
        (f"00-{TRACE}-{SPAN}-00", "a=1", "00"), (f"00-{TRACE}-{SPAN}-01", "", "01"),
        (f"cc-{TRACE}-{SPAN}-01-x", "a=1", "01"),
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
