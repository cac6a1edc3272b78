"""Debian's Prometheus as the peer that scrapes a gateway."""

import json
import subprocess
import urllib.parse
import urllib.request

from harness.ports import free_ports
from harness.waiting import eventually


class Prometheus:
    """A Prometheus server that scrapes one gateway every 200 ms.

    `scrape` are further settings of the job, `features` go to `--enable-feature`, `rules` are rule files.
    """

    def __init__(self, folder, gateway, *, scrape=None, features=(), rules=()):
        self.port, = free_ports(1)
        config = folder / "prometheus.yml"
        config.write_text(json.dumps({
            "global": {"scrape_interval": "200ms", "scrape_timeout": "200ms", "evaluation_interval": "200ms"},
            "rule_files": [str(rule) for rule in rules],
            "scrape_configs": [{
                "job_name": "hephaestus", "metrics_path": "/metrics",
                "static_configs": [{"targets": [f"127.0.0.1:{gateway.metrics_port}"]}]} | (scrape or {})],
        }))
        enabled = [f"--enable-feature={','.join(features)}"] if features else []
        self._log = open(folder / "prometheus.log", "wb")
        self._process = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'tsdb'}", *enabled,
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self._log, stderr=self._log)

    def _ask(self, path, **parameters):
        url = f"http://127.0.0.1:{self.port}/api/v1/{path}?" + urllib.parse.urlencode(parameters)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5) as reply:
            return json.load(reply)["data"]

    def rules(self):
        """Every rule that was loaded, with how its evaluation goes."""
        return [rule for group in self._ask("rules")["groups"] for rule in group["rules"]]

    def answer(self, expression, **parameters):
        """What an instant query gives: `(labels, value)` pairs, or `(labels, values)` for a range selector.

        `time` is that of the question, in seconds since 1970.
        """
        result = self._ask("query", query=expression, **parameters)["result"]
        return [
            (series["metric"], [float(value) for _, value in series["values"]]) if "values" in series
            else (series["metric"], float(series["value"][1]))
            for series in result
        ]

    def query(self, expression):
        """The `(labels, value)` pairs of an instant query; empty while there is no answer."""
        try:
            return self.answer(expression)
        except OSError:
            return []

    def value(self, expression):
        """The only value of a query."""
        answer = self.query(expression)
        assert len(answer) == 1, f"{expression}: {answer}"
        return answer[0][1]

    def wait_for(self, expression, value):
        eventually(lambda: value in [found for _, found in self.query(expression)], within=30,
                   what=lambda: f"{expression} of {value}, now {self.query(expression)},")

    def stop(self):
        self._process.terminate()
        self._process.wait(20)
        self._log.close()
