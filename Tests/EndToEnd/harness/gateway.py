"""The real gateway as a child process, configured the way a user would."""

import http.client
import json
import os
import signal
import subprocess
from pathlib import Path

from .metrics import Metrics, accounts, accounts_in_log, imbalances
from .ports import free_ports
from .waiting import eventually

ROOT = Path(__file__).resolve().parents[3]


def binary():
    """`HEPHAESTUS_GW_BINARY`, else the release build, else the debug build."""
    named = os.environ.get("HEPHAESTUS_GW_BINARY")
    built = [ROOT / ".build" / kind / "hephaestus-gw" for kind in ("release", "debug")]
    candidates = [Path(named)] if named else built
    for candidate in candidates:
        if candidate.is_file():
            return candidate.resolve()
    raise AssertionError(f"no gateway at {', '.join(map(str, candidates))}: run `swift build -c release` first")


def clean_environment(folder, extra=None):
    """The test's own environment without anything that configures a gateway or an SDK."""
    kept = {
        key: value for key, value in os.environ.items()
        if not key.startswith(("OTEL_", "HEPHAESTUS_")) and "proxy" not in key.lower()
    }
    return kept | {"STATE_DIRECTORY": str(folder / "state")} | (extra or {})


def run_command(folder, *arguments, env=None, stdin="", within=30):
    """Runs one command of the gateway to its end."""
    return subprocess.run(
        [binary(), *map(str, arguments)], cwd=folder, env=clean_environment(folder, env),
        input=stdin, capture_output=True, text=True, timeout=within, check=False)


def merge(base, changes):
    """Maps merge deeply, everything else replaces, as in the gateway's own profiles."""
    merged = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = merge(merged[key], value) if both else value
    return merged


class Gateway:
    """A gateway with every listener on a port of its own; everything is kept unless `settings` say otherwise.

    With `by_environment` there is no file of the user's: `env` and the listeners' variables are all of its
    configuration, where HTTP_PORT stands for the port of OTLP/HTTP. `exits` are the exit statuses that `stop`
    takes for right. `shipped` names a profile of the file that is built in, `scrapes` says whether it is
    expected to answer /metrics, `arguments` are further ones of the command line.
    """

    def __init__(
        self, folder, *, targets=None, settings=None, env=None, by_environment=False, shipped=None, exits=(0,),
        scrapes=True, arguments=()
    ):
        self.folder = Path(folder)
        self.exits = exits
        self.scrapes = scrapes
        self.grpc_port, self.http_port, self.metrics_port, self.admin_port = free_ports(4)
        self._targets = targets or {}
        self._env = env or {}
        self._by_environment = by_environment or shipped
        self._shipped = shipped
        self._arguments = arguments
        self._settings = settings or {}
        self._last_books = None
        self.process = None

    @property
    def grpc(self):
        return f"127.0.0.1:{self.grpc_port}"

    @property
    def http(self):
        return f"127.0.0.1:{self.http_port}"

    def profile(self):
        return merge(
            {
                "enabled": True,
                "receivers": {"otlp": {"grpc": {"listen": self.grpc}, "http": {"listen": self.http}}},
                "prometheus": {"host": "127.0.0.1", "port": self.metrics_port},
                "admin": {"listen": f"127.0.0.1:{self.admin_port}"},
                "sampling": {"sampler": "always_on"},
                "privacy": {"mode": "minimal"},
                "delivery": {"batch": {"max_delay": "20ms"}, "drain_timeout": "10s"},
                "targets": self._targets,
            },
            self._settings,
        )

    def command(self):
        """Arguments and environment of the process; writes the profile file where there is one."""
        if self._by_environment:
            named = ["--profile", self._shipped] if self._shipped else []
            return [*named, "--set", f"admin.listen=127.0.0.1:{self.admin_port}"], {
                "HEPHAESTUS_TELEMETRY_ENABLED": "true",
                "HEPHAESTUS_OTLP_GRPC_LISTEN": self.grpc,
                "HEPHAESTUS_OTLP_HTTP_LISTEN": self.http,
                "HEPHAESTUS_PROMETHEUS_HOST": "127.0.0.1",
                "HEPHAESTUS_PROMETHEUS_PORT": str(self.metrics_port),
            } | {
                name: value.replace("HTTP_PORT", str(self.http_port)) for name, value in self._env.items()
            }
        if not self.config.exists():
            self.write()
        return ["--config", str(self.config), "--profile", "test", *self._arguments], self._env

    @property
    def config(self):
        return self.folder / "hephaestus.yaml"

    def write(self, **changes):
        """Writes the profile file."""
        self.config.write_text(self.text(**changes))

    def text(self, *, targets=None, settings=None):
        """The profile file, from now on with these targets or settings. JSON is YAML, and Python writes it."""
        self._targets = self._targets if targets is None else targets
        self._settings = self._settings if settings is None else settings
        return json.dumps({"version": 1, "profiles": {"test": self.profile()}}, indent=2)

    def reload(self, result="applied", **changes):
        """Writes the file where there are changes, sends SIGHUP and waits for the result."""
        before = self.reloads()
        if changes:
            self.write(**changes)
        self.process.send_signal(signal.SIGHUP)
        after = eventually(
            lambda: (now := self.reloads()) != before and now, what=lambda: f"a reload; the log:\n{self.log()}")
        assert after == before | {result: before[result] + 1}, f"{before} became {after}:\n{self.log()}"

    def reloads(self):
        """How many reloads there were, by result."""
        return {labels["result"]: value for labels, value in self.metrics().select("config_reloads_total")}

    def start(self):
        for _ in range(3):
            self._launch()
            eventually(lambda: self._ready() or self._lost_its_port(), within=20, what="a 200 from /readyz")
            if self.is_running():
                return self
            # Between the choice of a free port and its use by the gateway somebody else may take it.
            self.grpc_port, self.http_port, self.metrics_port, self.admin_port = free_ports(4)
            self.config.unlink(missing_ok=True)
        raise AssertionError(f"no port is left alone:\n{self.log()}")

    def _lost_its_port(self):
        return self.process.poll() == 69 and "Address already in use" in self.log()

    def _launch(self):
        (self.folder / "state").mkdir(parents=True, exist_ok=True)
        arguments, environment = self.command()
        with open(self.folder / "stdout", "wb") as out, open(self.folder / "stderr", "wb") as err:
            self.process = subprocess.Popen(
                [binary(), *arguments], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                env=clean_environment(self.folder, environment))

    def _ready(self):
        ended = self.process.poll() is not None and not self._lost_its_port()
        assert not ended, f"ended with {self.process.returncode}:\n{self.log()}"
        try:
            return self.get(self.admin_port, "/readyz")[0] == 200
        except OSError:
            return False

    @staticmethod
    def get(port, path, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def metrics(self):
        status, _, text = self.get(self.metrics_port, "/metrics")
        assert status == 200, f"/metrics answered {status}"
        return Metrics(text)

    def stdout(self):
        return (self.folder / "stdout").read_text(errors="replace")

    def log(self):
        return (self.folder / "stderr").read_text(errors="replace")

    def memory(self, field="VmRSS"):
        """Bytes of the process: `VmRSS` now, `VmHWM` at its highest."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024
        raise AssertionError(f"no {field} for process {self.process.pid}")

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def assert_books_balance(self):
        """The accounting identity, at the first quiet moment."""
        def quiet():
            self._last_books = accounts(self.metrics())
            return not imbalances(self._last_books)
        eventually(quiet, within=10, what=lambda: f"balanced books; {imbalances(self._last_books)}")
        return self._last_books

    def stop(self, within=45):
        """SIGTERM, then the exit status and the last line of the log are judged."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait(within)

    def wait(self, within=45):
        try:
            code = self.process.wait(within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"still there {within} s after SIGTERM:\n{self.log()}") from None
        assert code in self.exits, f"exit status {code}, not {self.exits}:\n{self.log()}"
        return code

    def final_books(self):
        """The accounts in the last line of the log of a gateway that has stopped."""
        lines = self.log().splitlines()
        assert lines, "nothing was logged"
        books = accounts_in_log(lines[-1])
        assert books, f"the last line has no accounts: {lines[-1]}"
        return books

    def kill(self):
        if self.is_running():
            self.process.kill()
            self.process.wait()
