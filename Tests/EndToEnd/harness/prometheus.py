"""Debian's Prometheus as a child process, with a configuration and rule files of the caller's."""

import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from .ports import free_ports
from .waiting import eventually


class PrometheusServer:
    """Scrapes as `config` says (the content of a prometheus.yml), and answers PromQL."""

    def __init__(self, folder, config):
        self.port, = free_ports(1)
        self._config = folder / "prometheus.yml"
        # JSON is YAML.
        self._config.write_text(json.dumps(config))
        self._log = open(folder / "prometheus.log", "wb")
        self._process = subprocess.Popen(
            ["prometheus", f"--config.file={self._config}", f"--storage.tsdb.path={folder / 'tsdb'}",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self._log, stderr=self._log)
        eventually(self._is_ready, within=30, what="a Prometheus that is ready")

    def _is_ready(self):
        assert self._process.poll() is None, f"ended: {self._config.with_name('prometheus.log').read_text()}"
        try:
            return self._get("/-/ready") is not None
        except OSError:
            return False

    def _get(self, path, **parameters):
        url = f"http://127.0.0.1:{self.port}{path}?" + urllib.parse.urlencode(parameters)
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10) as reply:
            return reply.read()

    def query(self, expression, **parameters):
        """The `(labels, value)` pairs of an instant query; `time` is in seconds since 1970."""
        try:
            answer = json.loads(self._get("/api/v1/query", query=expression, **parameters))["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{expression}: {error.read().decode()}") from None
        return [(series["metric"], float(series["value"][1])) for series in answer["result"]]

    def rules(self):
        """Every rule that was loaded, as Prometheus reports it."""
        groups = json.loads(self._get("/api/v1/rules"))["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def stop(self):
        self._process.terminate()
        self._process.wait(20)
        self._log.close()
