"""What stands in `examples`: its dashboard, its rules, its YAML."""

import json
import re

from ruamel.yaml import YAML

from .gateway import ROOT

EXAMPLES = ROOT / "examples"
PROMETHEUS = EXAMPLES / "prometheus"
DASHBOARD = EXAMPLES / "grafana" / "dashboards" / "hephaestus.json"
METRIC = re.compile(r"\bhephaestus_\w+")
# What Grafana puts in place of its variables when everything is chosen.
VARIABLES = {"$__rate_interval": "1m", "$__range": "1h", "$job": ".*", "$instance": ".*", "$plugin": ".*"}
RULE_FILES = sorted((PROMETHEUS / "rules").glob("*.yml"))


def read_yaml(path):
    return YAML(typ="safe").load(path.read_text())


def dashboard():
    return json.loads(DASHBOARD.read_text())


def panels():
    """The panels that show something, so no rows."""
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


def substituted(expression):
    for name, value in VARIABLES.items():
        expression = expression.replace(name, value)
    assert "$" not in expression, f"a variable is left in {expression}"
    return expression


def rules(kind):
    """Every rule of a kind, `alert` or `record`, by its name."""
    found = [
        rule for path in RULE_FILES for group in read_yaml(path)["groups"] for rule in group["rules"] if kind in rule]
    named = {rule[kind]: rule for rule in found}
    assert len(named) == len(found), "two rules have one name"
    return named


def metric_names(expression):
    """The metrics of the gateway in an expression; what recording rules make has colons in its name."""
    recorded = re.findall(r"[\w]+:[\w:]+", expression)
    for name in recorded:
        expression = expression.replace(name, "")
    return set(METRIC.findall(expression)), set(recorded)
