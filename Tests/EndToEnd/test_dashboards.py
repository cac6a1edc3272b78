"""The dashboard and the rules of `examples`, asked of Debian's Prometheus while it scrapes running gateways."""

import json
import math
import re
import time

import pytest
from conftest import finish
from harness.collector import Answer
from harness.examples import PROMETHEUS, RULE_FILES, dashboard, metric_names, panels, read_yaml, rules, substituted
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort
from harness.prometheus import Prometheus
from harness.scene import Traffic, ailing, healthy
from harness.waiting import eventually

# Alerts whose threshold no traffic of some seconds reaches, and what stands for it here.
LOWERED = {
    "HephaestusQueueOld": ("> 300", "> 1"),
    "HephaestusGatewayRestarts": (">= 3", ">= 0"),
    # No run of them is left out, unless there are more than ten thousand plugins.
    "HephaestusPluginsNotCounted": ("> 0", ">= 0"),
}
# Empty as long as anything is scraped, so it is asked of the time before that.
IN_THE_PAST = {"HephaestusGatewayMissing"}


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
