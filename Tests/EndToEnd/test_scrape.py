"""What a scrape is written in, as those read it who rely on it."""

import subprocess
import time

import pytest
from harness import otlp
from harness.client import post
from harness.scraping import (
    OPENMETRICS, PROMETHEUS_2, PROMETHEUS_3, PROMETHEUS_3_14, PROTOBUF, protobuf_families, scrape)
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.metrics.v1 import metrics_pb2
from prometheus_client.openmetrics.parser import text_string_to_metric_families

TRACE, SPAN = bytes.fromhex("0af7651916cd43dd8448eb211c80319c"), bytes.fromhex("b7ad6b7169203331")
CUMULATIVE = metrics_pb2.AGGREGATION_TEMPORALITY_CUMULATIVE
CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def every_kind():
    """A request with every kind of metric, names and labels that need an escape among them."""
    request = metrics_service_pb2.ExportMetricsServiceRequest()
    envelope = request.resource_metrics.add()
    envelope.resource.attributes.extend(otlp.attributes(
        {"service.name": "shop", "service.instance.id": "one", "host.name": "till"}))
    metrics = envelope.scope_metrics.add().metrics
    now = time.time_ns()
    common = {"start_time_unix_nano": now - 60 * 10**9, "time_unix_nano": now}
    traced = {"time_unix_nano": now, "trace_id": TRACE, "span_id": SPAN}

    requests = metrics.add(name="http.requests", unit="{request}", description='All "requests"\nof \\ shops.').sum
    requests.is_monotonic, requests.aggregation_temporality = True, CUMULATIVE
    point = requests.data_points.add(as_int=5, attributes=otlp.attributes({"path": 'a\\b"c\nd', "größe.x": "ü"}), **common)
    point.exemplars.add(as_double=1, filtered_attributes=otlp.attributes({"note": "é" * 200}), **traced)

    wait = metrics.add(name="wait", unit="s").histogram
    wait.aggregation_temporality = CUMULATIVE
    point = wait.data_points.add(
        explicit_bounds=[0.5, 1, 2_000_000], bucket_counts=[1, 0, 2, 1], count=4, sum=7.5,
        attributes=otlp.attributes({"le": "mine"}), **common)
    point.exemplars.add(as_double=1.5, **traced)

    size = metrics.add(name="size", unit="By").exponential_histogram
    size.aggregation_temporality = CUMULATIVE
    point = size.data_points.add(scale=1, zero_count=2, count=11, sum=20, **common)
    point.positive.offset = 1
    point.positive.bucket_counts.extend([1, 1, 0, 3])
    point.negative.bucket_counts.extend([4])

    summary = metrics.add(name="latency").summary.data_points.add(count=4, sum=10, **common)
    summary.quantile_values.add(quantile=0.5, value=2)
    metrics.add(name="heat", unit="Cel").gauge.data_points.add(as_double=float("nan"), **common)
    return request


@pytest.fixture
def gateway(start_gateway):
    gateway = start_gateway()
    assert post(gateway, every_kind()).status == 200
    return gateway


@pytest.mark.parametrize("accept, expected", [
    (None, "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"),
    ("*/*", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"),
    (CHROME, "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"),
    ("application/json", "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"),
    (PROMETHEUS_2, "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"),
    (PROMETHEUS_3, "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8"),
    (PROMETHEUS_3_14, "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"),
    (PROTOBUF, "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited;"
               " escaping=underscores"),
])
def test_everybody_gets_what_they_can_read(gateway, accept, expected):
    answer = scrape(gateway, accept)
    assert (answer.status, answer.headers["Content-Type"]) == (200, expected)
    assert "http" in answer.body.decode(errors="replace")


@pytest.mark.parametrize("accept", [
    OPENMETRICS, f"{OPENMETRICS};escaping=allow-utf-8", f"{OPENMETRICS};escaping=dots",
    f"{OPENMETRICS};escaping=values"])
@pytest.mark.parametrize("strategy", ["UnderscoreEscapingWithSuffixes", "NoTranslation"])
def test_the_strict_parser_takes_openmetrics(start_gateway, accept, strategy):
    gateway = start_gateway(settings={"prometheus": {"translation_strategy": strategy}})
    assert post(gateway, every_kind()).status == 200
    families = list(text_string_to_metric_families(scrape(gateway, accept).text))
    assert len(families) == len({family.name for family in families}) > 30
    assert {"counter", "gauge", "histogram", "summary", "info"} <= {family.type for family in families}


def test_openmetrics_says_everything_that_came(gateway):
    families = {family.name: family for family in text_string_to_metric_families(scrape(gateway, OPENMETRICS).text)}
    requests = families["http_requests"]
    assert requests.documentation == 'All "requests"\nof \\ shops.'
    total = next(sample for sample in requests.samples if sample.name == "http_requests_total")
    assert (total.value, total.labels["path"], total.labels["gr_e_x"]) == (5, 'a\\b"c\nd', "ü")
    # The attribute does not fit beside the ids.
    assert total.exemplar.labels == {"trace_id": TRACE.hex(), "span_id": SPAN.hex()}
    created = next(sample for sample in requests.samples if sample.name == "http_requests_created")
    assert 50 < time.time() - created.value < 120
    wait = families["wait_seconds"]
    assert wait.unit == "seconds"
    buckets = [sample for sample in wait.samples if sample.name == "wait_seconds_bucket"]
    assert [(sample.labels["le"], sample.value) for sample in buckets] == [
        ("0.5", 1), ("1.0", 1), ("2e+06", 3), ("+Inf", 4)]
    assert {sample.labels["exported_le"] for sample in wait.samples} == {"mine"}
    assert [bool(sample.exemplar) for sample in buckets] == [False, False, True, False]
    size = [(s.labels["le"], s.value) for s in families["size_bytes"].samples if s.name.endswith("_bucket")]
    assert size == [("-1.0", 4), ("0.0", 6), ("2.0", 7), ("4.0", 8), ("8.0", 11), ("+Inf", 11)]


def test_promtool_takes_the_text(gateway):
    result = subprocess.run(
        ["promtool", "check", "metrics"], input=scrape(gateway).text, capture_output=True, text=True, timeout=30)
    assert result.returncode in (0, 3), result.stderr
    # Suggestions about the sender's names are the sender's business.
    assert "error while linting" not in result.stderr and "help text" not in result.stderr


@pytest.mark.parametrize("escaping, start, label", [
    ("allow-utf-8", '{"http.requests",', '"größe.x"="ü"'), ("underscores", "http_requests{", 'gr__e_x="ü"'),
    ("dots", "http_dot_requests{", 'gr____e_dot_x="ü"'),
    ("values", "U__http_2e_requests{", 'U__gr_f6__df_e_2e_x="ü"')])
def test_names_are_escaped_as_asked_for(start_gateway, escaping, start, label):
    gateway = start_gateway(settings={"prometheus": {
        "translation_strategy": "NoTranslation", "attributes_label": "labels", "scope_labels": False}})
    assert post(gateway, every_kind()).status == 200
    text = scrape(gateway, f"text/plain;version=0.0.4;escaping={escaping}").text
    line, = (line for line in text.splitlines() if line.startswith(start))
    assert label in line


def test_the_official_runtime_reads_protobuf(gateway):
    families = protobuf_families(scrape(gateway, PROTOBUF).body)
    assert len(families) > 30
    counter = families["http_requests_total"]
    assert (counter.type, counter.metric[0].counter.value) == (0, 5)
    assert {pair.name: pair.value for pair in counter.metric[0].label}["path"] == 'a\\b"c\nd'
    exemplar = counter.metric[0].counter.exemplar
    assert [(pair.name, pair.value) for pair in exemplar.label] == [("trace_id", TRACE.hex()), ("span_id", SPAN.hex())]
    classic = families["wait_seconds"].metric[0].histogram
    assert [(bucket.upper_bound, bucket.cumulative_count) for bucket in classic.bucket] == [
        (0.5, 1), (1, 1), (2_000_000, 3), (float("inf"), 4)]
    assert classic.bucket[2].exemplar.value == 1.5
    assert 50 < time.time() - classic.created_timestamp.seconds < 120
    native = families["size_bytes"].metric[0].histogram
    assert (native.schema, native.zero_threshold, native.zero_count) == (1, 1e-128, 2)
    assert [(span.offset, span.length) for span in native.positive_span] == [(2, 4)]
    assert list(native.positive_delta) == [1, 0, -1, 3]
    assert [(span.offset, span.length) for span in native.negative_span] == [(1, 1)]
    assert (native.sample_count, native.sample_sum, list(native.negative_delta)) == (11, 20, [4])
    assert families["latency"].metric[0].summary.quantile[0].value == 2
    assert families["size_bytes"].unit == "bytes"


def without_changes(text):
    """The lines that do not change from one scrape to the next."""
    return [line for line in text.splitlines() if not line.startswith("hephaestus_gw_")]


@pytest.mark.parametrize("accepted, coding", [
    ("gzip", "gzip"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd"), ("gzip;q=1, zstd;q=0.5", "gzip"),
    ("br", None), ("gzip;q=0", None), ("*", None)])
def test_what_is_packed_is_the_same(gateway, accepted, coding):
    answer = scrape(gateway, Accept_Encoding=accepted)
    assert answer.headers["Content-Encoding"] == coding
    assert without_changes(answer.text) == without_changes(scrape(gateway).text)
    if coding:
        assert len(answer.packed) < len(answer.body) / 3
