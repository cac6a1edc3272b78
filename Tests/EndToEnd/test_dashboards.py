"""The dashboard and the rules of `examples`, asked of Debian's Prometheus while it scrapes running gateways."""

import json
import math
import re
import threading
import time

import pytest
from conftest import finish
from harness import otlp
from harness.client import PATH, PROTOBUF, keep_alive
from harness.collector import Answer
from harness.examples import (
    PROMETHEUS, RULE_FILES, dashboard, metric_names, panels, read_yaml, rules, substituted)
from harness.gateway import Gateway
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort
from harness.prometheus import Prometheus
from harness.waiting import eventually
from opentelemetry.proto.trace.v1.trace_pb2 import Status

SECOND = 10**9

# Alerts whose threshold no traffic of some seconds reaches, and what stands for it here.
LOWERED = {
    "HephaestusQueueOld": ("> 300", "> 1"),
    "HephaestusGatewayRestarts": (">= 3", ">= 0"),
    # No run of them is left out, unless there are more than ten thousand plugins.
    "HephaestusPluginsNotCounted": ("> 0", ">= 0"),
}
# Empty as long as anything is scraped, so it is asked of the time before that.
IN_THE_PAST = {"HephaestusGatewayMissing"}


def plugin(name, seconds=0.2, status=None, **attributes):
    now = time.time_ns()
    return otlp.span(
        "plugins.execute", status=status, start_time_unix_nano=now - int(seconds * SECOND), end_time_unix_nano=now,
        with_attributes={"plugin": name, "version": "1.0.0", "category": "testing", "success": True} | attributes)


def plugin_runs():
    """Every outcome, some under the guard-rails, one tried again, and a slow one."""
    crashed = Status(code=Status.STATUS_CODE_ERROR)
    return otlp.traces(
        *(plugin("pytest", **{"hephaestus.guard_rails": True}) for _ in range(3)), plugin("ruff", success=False),
        plugin("mypy", status=crashed, retry=2), plugin("bandit", seconds=400))


def metrics():
    """Nine gauges, a series of two writers, and one that says neither delta nor cumulative."""
    request = otlp.gauge(values=range(9))
    added = request.resource_metrics[0].scope_metrics[0].metrics
    now = time.time_ns()
    times = {"start_time_unix_nano": now - SECOND, "time_unix_nano": now}
    contested = added.add(name="contested")
    contested.sum.aggregation_temporality, contested.sum.is_monotonic = 1, True
    contested.sum.data_points.add(as_int=5, **times)
    contested.sum.data_points.add(as_int=6, **times)
    added.add(name="unspecified").sum.data_points.add(as_int=5, **times)
    return request


def padded_span():
    return otlp.span(with_attributes={"note": "canary@private.example", "padding": "x" * 1000})


class Traffic:
    """Sends to both gateways, again and again, whatever they answer."""

    def __init__(self, *gateways):
        self._gateways = gateways
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        connections = [keep_alive(gateway) for gateway in self._gateways]
        while not self._over.wait(0.3):
            for connection in connections:
                self._send(connection, plugin_runs())
                self._send(connection, otlp.traces(otlp.span(trace_id=b"")))
                for _ in range(15):
                    self._send(connection, otlp.traces(*(padded_span() for _ in range(4))))
                self._send(connection, otlp.logs("hello"))
                self._send(connection, metrics())

    @staticmethod
    def _send(connection, request):
        path = PATH[otlp.signal_of(request)]
        connection.request("POST", path, request.SerializeToString(), {"Content-Type": PROTOBUF})
        connection.getresponse().read()

    def stop(self):
        self._over.set()
        self._thread.join(30)


def healthy(folder, collector, picky, nobody):
    return Gateway(
        folder, exits=(0, 75),
        targets={
            "default": collector.as_target(), "picky": picky.as_target(signals=["logs"]),
            "archive": {
                "endpoint": f"http://{nobody.address}", "required": False, "queue": {"max_size": "64KiB"},
                "retry": {"initial_interval": "20ms", "max_interval": "100ms"}}},
        settings={
            "sampling": {"sampler": "parentbased_traceidratio", "ratio": 0.5}, "privacy": {"mode": "balanced"},
            "delivery": {"drain_timeout": "1s"}, "prometheus": {"max_series": 12}})


def ailing(folder, nobody):
    """One whose only target is away, so that its memory fills."""
    return Gateway(
        folder, exits=(0, 75), targets={"default": {"endpoint": f"http://{nobody.address}"}},
        settings={
            "limits": {"memory": "1MiB"}, "receivers": {"otlp": {"max_message_size": "16KiB"}},
            "delivery": {"drain_timeout": "1s"}})


def job(gateways, nobody):
    """The example's own scrape job, with other addresses."""
    settings, = read_yaml(PROMETHEUS / "prometheus.yml")["scrape_configs"]
    addresses = [f"127.0.0.1:{gateway.metrics_port}" for gateway in gateways] + [nobody.address]
    return settings | {"static_configs": [{"targets": addresses}]}


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A Prometheus that scrapes two gateways with traffic and one that is down; the gateways as its `gateways`."""
    folder = tmp_path_factory.mktemp("scene")
    nobody = ReservedPort()
    collector, picky = GRPCCollector(), HTTPCollector()
    picky.decide = lambda request: Answer(code=400)
    gateways = [healthy(folder / "healthy", collector, picky, nobody), ailing(folder / "ailing", nobody)]
    prometheus = traffic = None
    try:
        for gateway in gateways:
            gateway.folder.mkdir()
            gateway.start()
        prometheus = Prometheus(folder, gateways[0], scrape=job(gateways, nobody), rules=RULE_FILES)
        prometheus.gateways = gateways
        eventually(lambda: prometheus.query("sum(up) == 2"), what="a scrape of both gateways")
        traffic = Traffic(*gateways)
        gateways[1].config.write_text(json.dumps({"version": 1, "profiles": {"test": {"enabled": "perhaps"}}}))
        gateways[1].reload("refused")
        yield prometheus
        traffic.stop()
        for gateway in gateways:
            finish(gateway)
    finally:
        if traffic:
            traffic.stop()
        if prometheus:
            prometheus.stop()
        for gateway in gateways:
            gateway.kill()
        for peer in (collector, picky):
            peer.stop()
        nobody.release()


def answer(prometheus, expression, within=20, **parameters):
    """The first answer with numbers in it."""
    last = []

    def numbers():
        last[:] = prometheus.answer(expression, **parameters)
        return [(labels, value) for labels, value in last if not math.isnan(value)]
    return eventually(numbers, within=within, what=lambda: f"an answer to {expression}, last {last},")


QUERIES = [
    pytest.param(panel, target, id=f"{panel['title']} {target['refId']}")
    for panel in panels() for target in panel["targets"]]


@pytest.mark.parametrize("panel, target", QUERIES)
def test_every_query_of_the_dashboard_has_an_answer(scene, panel, target):
    found = answer(scene, substituted(target["expr"]))
    for label in re.findall(r"\{\{(\w+)\}\}", target["legendFormat"]):
        assert all(label in labels for labels, _ in found), f"no label {label} for the legend: {found[0]}"


VARIABLES = [
    pytest.param(variable, id=variable["name"]) for variable in dashboard()["templating"]["list"]
    if variable["type"] == "query"]


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_variable_has_values(scene, variable):
    selector, label = re.fullmatch(r"label_values\((.*), (\w+)\)", substituted(variable["definition"])).groups()
    assert all(labels.get(label) for labels, _ in answer(scene, selector))


def test_the_annotations_are_answered(scene):
    for annotation in dashboard()["annotations"]["list"]:
        # Nothing started while it was scraped.
        assert scene.query(substituted(annotation["expr"])) == []
        assert answer(scene, substituted(annotation["expr"]).replace("> 0", ">= 0"))


@pytest.mark.parametrize("name", rules("record"))
def test_every_recording_rule_records(scene, name):
    assert answer(scene, rules("record")[name]["expr"])
    assert answer(scene, name)


@pytest.mark.parametrize("name", rules("alert"))
def test_every_alert_is_raised_by_what_it_is_about(scene, name):
    expression = rules("alert")[name]["expr"]
    if name in LOWERED:
        threshold, lower = LOWERED[name]
        assert threshold in expression
        expression = expression.replace(threshold, lower)
    found = answer(scene, expression, **({"time": time.time() - 3600} if name in IN_THE_PAST else {}))
    # The description may only name labels that are there.
    texts = " ".join(rules("alert")[name]["annotations"].values())
    for label in re.findall(r"\$labels\.(\w+)", texts):
        assert all(label in labels for labels, _ in found), f"no label {label}: {found[0]}"


def test_prometheus_evaluates_every_rule(scene):
    names = set(rules("record")) | set(rules("alert"))
    eventually(lambda: all(rule["health"] == "ok" for rule in scene.rules()), what=lambda: f"health: {scene.rules()}")
    assert {rule["name"] for rule in scene.rules()} == names


def test_no_name_is_unknown(scene):
    text = [target["expr"] for panel in panels() for target in panel["targets"]]
    text += [variable["definition"] for variable in dashboard()["templating"]["list"] if "definition" in variable]
    text += [annotation["expr"] for annotation in dashboard()["annotations"]["list"]]
    text += [rule["expr"] for kind in ("record", "alert") for rule in rules(kind).values()]
    used, recorded = map(lambda sets: set().union(*sets), zip(*map(metric_names, text)))
    answer(scene, "hephaestus_guard_rails_plugin_duration_count")
    types = scene.gateways[0].metrics().types
    known = set(types)
    for name, kind in types.items():
        if kind == "histogram":
            known |= {name + suffix for suffix in ("_bucket", "_sum", "_count")}
    assert used - known == set()
    assert recorded - set(rules("record")) == set()


def test_the_guides_queries_are_on_the_dashboard():
    have = {target["expr"] for panel in panels() for target in panel["targets"]}
    assert {
        "rate(hephaestus_plugins_errors_total[5m])",
        "histogram_quantile(0.95, sum(rate(hephaestus_plugins_duration_bucket[5m])) by (le))",
        'increase(hephaestus_plugins_invocations_total{plugin="pytest"}[1h])',
    } <= have


def test_received_metrics_keep_their_own_job(scene):
    """What `honor_labels` is for."""
    assert answer(scene, 'temperature{job="end-to-end"}')
    assert scene.query('{exported_job!=""}') == []
