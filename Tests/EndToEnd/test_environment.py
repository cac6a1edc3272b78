"""Every variable, with the parsing rules of the OpenTelemetry specification, asked of the real program.

Where the specification warns and goes on with something else, the gateway stops: exit status 78, and a line that
names the variable and what it accepts.
"""

import json

import pytest
from harness import otlp
from harness.client import post
from harness.gateway import run_command
from harness.http_collector import HTTPCollector
from harness.waiting import eventually

ENABLED = "HEPHAESTUS_TELEMETRY_ENABLED"
SAMPLER, RATIO = "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG"
ATTRIBUTES = "OTEL_RESOURCE_ATTRIBUTES"
OTLP = "OTEL_EXPORTER_OTLP_"
ENDPOINT, PROTOCOL, HEADERS, TIMEOUT = OTLP + "ENDPOINT", OTLP + "PROTOCOL", OTLP + "HEADERS", OTLP + "TIMEOUT"
GRPC_LISTEN, HTTP_LISTEN = "HEPHAESTUS_OTLP_GRPC_LISTEN", "HEPHAESTUS_OTLP_HTTP_LISTEN"
HOST, PORT = "HEPHAESTUS_PROMETHEUS_HOST", "HEPHAESTUS_PROMETHEUS_PORT"
PRIVACY = "HEPHAESTUS_TELEMETRY_PRIVACY"
TARGET = {ENDPOINT: "http://collector:4318"}

# Variables, and settings as they come out. A setting that is not there is None.
EFFECTS = [
    # Empty is unset, for every variable, and so is nothing but spaces.
    ({ENABLED: ""}, {"enabled": False}),
    ({ENABLED: "  "}, {"enabled": False}),
    ({SAMPLER: ""}, {"sampling.sampler": "parentbased_traceidratio"}),
    ({RATIO: ""}, {"sampling.ratio": 0.2}),
    ({RATIO: "\t"}, {"sampling.ratio": 0.2}),
    ({"OTEL_SERVICE_NAME": ""}, {"service.name": "hephaestus"}),
    ({ATTRIBUTES: ""}, {"service.name": "hephaestus"}),
    ({ENDPOINT: ""}, {"targets.default.endpoint": None}),
    ({HOST: ""}, {"prometheus.host": "0.0.0.0"}),
    ({PORT: ""}, {"prometheus.port": 9464}),
    ({PRIVACY: ""}, {"privacy.mode": "strict"}),
    ({GRPC_LISTEN: ""}, {"receivers.otlp.grpc.listen": "127.0.0.1:4317"}),
    ({HTTP_LISTEN: ""}, {"receivers.otlp.http.listen": "127.0.0.1:4318"}),
    ({"OTEL_SDK_DISABLED": "", ENABLED: "true"}, {"enabled": True}),
    (TARGET | {PROTOCOL: "", TIMEOUT: ""}, {"targets.default.protocol": "http/protobuf", "targets.default.timeout": "10s"}),
    (TARGET | {OTLP + "COMPRESSION": "", HEADERS: ""}, {"targets.default.compression": "gzip"}),
    ({"HEPHAESTUS_CONFIG": "", "HEPHAESTUS_PROFILE": ""}, {"enabled": False}),
    ({"HEPHAESTUS_CONFIG": " ", "HEPHAESTUS_PROFILE": " "}, {"enabled": False}),
    # Booleans in any case.
    ({ENABLED: "true"}, {"enabled": True}),
    ({ENABLED: "TRUE"}, {"enabled": True}),
    ({ENABLED: "True"}, {"enabled": True}),
    ({ENABLED: " true "}, {"enabled": True}),
    ({ENABLED: "false"}, {"enabled": False}),
    ({ENABLED: "False"}, {"enabled": False}),
    ({ENABLED: "true", "OTEL_SDK_DISABLED": "true"}, {"enabled": False}),
    ({ENABLED: "true", "OTEL_SDK_DISABLED": "TRUE"}, {"enabled": False}),
    ({ENABLED: "true", "OTEL_SDK_DISABLED": "false"}, {"enabled": True}),
    # Samplers in any case; the argument counts by itself, and the sampler by itself has the ratio 0.2.
    ({SAMPLER: "always_on"}, {"sampling.sampler": "always_on", "sampling.ratio": 0.2}),
    ({SAMPLER: "ALWAYS_OFF"}, {"sampling.sampler": "always_off"}),
    ({SAMPLER: "TraceIdRatio"}, {"sampling.sampler": "traceidratio", "sampling.ratio": 0.2}),
    ({SAMPLER: "parentbased_always_on"}, {"sampling.sampler": "parentbased_always_on"}),
    ({SAMPLER: "ParentBased_Always_Off"}, {"sampling.sampler": "parentbased_always_off"}),
    ({SAMPLER: "parentbased_traceidratio"}, {"sampling.sampler": "parentbased_traceidratio"}),
    ({SAMPLER: " always_on "}, {"sampling.sampler": "always_on"}),
    ({RATIO: "0.05"}, {"sampling.sampler": "parentbased_traceidratio", "sampling.ratio": 0.05}),
    ({RATIO: "0"}, {"sampling.ratio": 0.0}),
    ({RATIO: "1"}, {"sampling.ratio": 1.0}),
    ({RATIO: "1.0"}, {"sampling.ratio": 1.0}),
    ({RATIO: ".5"}, {"sampling.ratio": 0.5}),
    ({RATIO: "1e-3"}, {"sampling.ratio": 0.001}),
    ({SAMPLER: "always_on", RATIO: "0.5"}, {"sampling.sampler": "always_on", "sampling.ratio": 0.5}),
    # The name, and attributes: percent-decoded, the last of equal keys counts, an empty value is one.
    ({"OTEL_SERVICE_NAME": "build"}, {"service.name": "build"}),
    ({"OTEL_SERVICE_NAME": "a b ü"}, {"service.name": "a b ü"}),
    ({"OTEL_SERVICE_NAME": "a%20b"}, {"service.name": "a%20b"}),
    ({"OTEL_SERVICE_NAME": "1.10"}, {"service.name": "1.10"}),
    ({"OTEL_SERVICE_NAME": "true"}, {"service.name": "true"}),
    ({ATTRIBUTES: "service.name=other"}, {"service.name": "other"}),
    ({ATTRIBUTES: "service.name=other", "OTEL_SERVICE_NAME": "first"}, {"service.name": "first"}),
    ({ATTRIBUTES: "service.name="}, {"service.name": "hephaestus"}),
    ({ATTRIBUTES: "team=core, region = eu ,"}, {"service.attributes.team": "core", "service.attributes.region": "eu"}),
    ({ATTRIBUTES: "team=a%20b%2Cc"}, {"service.attributes.team": "a b,c"}),
    ({ATTRIBUTES: "te%61m=x"}, {"service.attributes.team": "x"}),
    ({ATTRIBUTES: "team=%C3%BC"}, {"service.attributes.team": "ü"}),
    ({ATTRIBUTES: "team=ü"}, {"service.attributes.team": "ü"}),
    ({ATTRIBUTES: "team=a=b"}, {"service.attributes.team": "a=b"}),
    ({ATTRIBUTES: "team=a+b"}, {"service.attributes.team": "a+b"}),
    ({ATTRIBUTES: "team=a,team=b"}, {"service.attributes.team": "b"}),
    ({ATTRIBUTES: "team="}, {"service.attributes.team": ""}),
    ({ATTRIBUTES: ",,team=a,,"}, {"service.attributes.team": "a"}),
    ({ATTRIBUTES: "team=1.10,on=yes"}, {"service.attributes.team": "1.10", "service.attributes.on": "yes"}),
    # Prometheus and the receivers.
    ({HOST: "127.0.0.1"}, {"prometheus.host": "127.0.0.1"}),
    ({HOST: "::1"}, {"prometheus.host": "::1"}),
    ({HOST: "[::1]"}, {"prometheus.host": "::1"}),
    ({HOST: "localhost"}, {"prometheus.host": "localhost"}),
    ({PORT: "0"}, {"prometheus.port": 0}),
    ({PORT: "65535"}, {"prometheus.port": 65535}),
    ({PORT: " 1234 "}, {"prometheus.port": 1234}),
    ({GRPC_LISTEN: "0.0.0.0:1"}, {"receivers.otlp.grpc.listen": "0.0.0.0:1"}),
    ({GRPC_LISTEN: "[::1]:4317"}, {"receivers.otlp.grpc.listen": "[::1]:4317"}),
    ({HTTP_LISTEN: "localhost:0"}, {"receivers.otlp.http.listen": "localhost:0"}),
    ({HTTP_LISTEN: "127.0.0.1:65535"}, {"receivers.otlp.http.listen": "127.0.0.1:65535"}),
    ({PRIVACY: "balanced"}, {"privacy.mode": "balanced"}),
    ({PRIVACY: "MINIMAL"}, {"privacy.mode": "minimal"}),
    ({PRIVACY: "Strict"}, {"privacy.mode": "strict"}),
    # Endpoints.
    (TARGET, {"targets.default.endpoint": "http://collector:4318", "targets.default.protocol": "http/protobuf"}),
    ({ENDPOINT: "https://collector"}, {"targets.default.endpoint": "https://collector"}),
    ({ENDPOINT: "HTTPS://Collector/base/?a=b"}, {"targets.default.endpoint": "HTTPS://Collector/base/?a=b"}),
    ({ENDPOINT: "http://[2001:db8::1]:4318"}, {"targets.default.endpoint": "http://[2001:db8::1]:4318"}),
    ({ENDPOINT: "grpc://collector"}, {"targets.default.protocol": "grpc"}),
    ({ENDPOINT: "c:4317", PROTOCOL: "grpc"}, {"targets.default.endpoint": "grpcs://c:4317"}),
    ({ENDPOINT: "c:4317", PROTOCOL: "grpc", OTLP + "INSECURE": "true"}, {"targets.default.endpoint": "grpc://c:4317"}),
    ({ENDPOINT: "c:4317", PROTOCOL: "grpc", OTLP + "INSECURE": "FALSE"}, {"targets.default.endpoint": "grpcs://c:4317"}),
    ({ENDPOINT: "https://c:4317", PROTOCOL: "grpc", OTLP + "INSECURE": "true"}, {"targets.default.endpoint": "https://c:4317"}),
    (
        {OTLP + "TRACES_ENDPOINT": "c:4317", PROTOCOL: "grpc", OTLP + "INSECURE": "true", OTLP + "TRACES_INSECURE": "false"},
        {"targets.default.traces.endpoint": "grpcs://c:4317"},
    ),
    (
        {OTLP + "LOGS_ENDPOINT": "c:4317", OTLP + "LOGS_PROTOCOL": "grpc", OTLP + "INSECURE": "true"},
        {"targets.default.logs.endpoint": "grpc://c:4317", "targets.default.endpoint": None},
    ),
    ({ENDPOINT: "console:"}, {"targets.default.endpoint": "console:"}),
    ({OTLP + "METRICS_ENDPOINT": "http://m:1/as/is"}, {"targets.default.metrics.endpoint": "http://m:1/as/is"}),
    # The other options, and each signal's own.
    (TARGET | {PROTOCOL: "grpc"}, {"targets.default.protocol": "grpc"}),
    (TARGET | {PROTOCOL: "HTTP/JSON"}, {"targets.default.protocol": "http/json"}),
    (TARGET | {OTLP + "LOGS_PROTOCOL": "http/json"}, {"targets.default.logs.protocol": "http/json"}),
    (TARGET | {OTLP + "COMPRESSION": "none"}, {"targets.default.compression": "none"}),
    (TARGET | {OTLP + "COMPRESSION": "GZIP"}, {"targets.default.compression": "gzip"}),
    (TARGET | {OTLP + "TRACES_COMPRESSION": "none"}, {"targets.default.traces.compression": "none", "targets.default.compression": "gzip"}),
    (TARGET | {TIMEOUT: "2500"}, {"targets.default.timeout": "2s500ms"}),
    (TARGET | {TIMEOUT: "1"}, {"targets.default.timeout": "1ms"}),
    # No limit is an hour: an attempt without any end would hold its connection for ever.
    (TARGET | {TIMEOUT: "0"}, {"targets.default.timeout": "1h"}),
    (TARGET | {OTLP + "METRICS_TIMEOUT": "3000"}, {"targets.default.metrics.timeout": "3s", "targets.default.timeout": "10s"}),
    (TARGET | {OTLP + "CERTIFICATE": "/ca.pem"}, {"targets.default.tls.ca_file": "/ca.pem"}),
    (
        TARGET | {OTLP + "CLIENT_CERTIFICATE": "/c.pem", OTLP + "CLIENT_KEY": "/k.pem"},
        {"targets.default.tls.cert_file": "/c.pem", "targets.default.tls.key_file": "/k.pem"},
    ),
    (TARGET | {OTLP + "LOGS_CERTIFICATE": "/l.pem"}, {"targets.default.logs.tls.ca_file": "/l.pem"}),
    # Names are in lower case, and no value is shown.
    (TARGET | {HEADERS: "Authorization=Bearer%20t"}, {"targets.default.headers.authorization": "[secret]"}),
    (TARGET | {OTLP + "TRACES_HEADERS": "x=1"}, {"targets.default.traces.headers.x": "[secret]"}),
    # Options without an endpoint are for the programs around.
    ({HEADERS: "a=b", PROTOCOL: "grpc", TIMEOUT: "5"}, {"targets.default.endpoint": None}),
    ({"HEPHAESTUS_PROFILE": "ci"}, {"service.name": "hephaestus-ci", "sampling.ratio": 0.05}),
    ({"HEPHAESTUS_PROFILE": "ci", RATIO: "0.5"}, {"sampling.ratio": 0.5}),
    ({"HEPHAESTUS_PROFILE": "ci", SAMPLER: "traceidratio"}, {"sampling.sampler": "traceidratio", "sampling.ratio": 0.05}),
]

RATIOS = "a number from 0.0 to 1.0"
SAMPLERS = "`always_on`, `always_off`, `traceidratio`, `parentbased_always_on`"
BOOLEAN = "`true` or `false`"
PORTS = "a whole number from 0 to 65535"
LISTENS = "`host:port`, such as `127.0.0.1:4317`"
ENDPOINTS = "an endpoint: `http://`, `https://`, `grpc://` or `grpcs://`"
MILLISECONDS = "whole milliseconds up to 3600000, 0 for no limit"
HEADER_PAIRS = "header pairs as in `name=value,name=value`, percent-encoded"
PAIRS = "pairs as in `key=value,key=value`, percent-encoded"

# A variable, a value, what is accepted, and what else the message says.
REFUSED = [
    (ENABLED, "1", BOOLEAN, "not `1`"),
    (ENABLED, "yes", BOOLEAN, "not `yes`"),
    (ENABLED, "on", BOOLEAN, ""),
    (ENABLED, "t", BOOLEAN, ""),
    (ENABLED, "truee", BOOLEAN, ""),
    ("OTEL_SDK_DISABLED", "1", BOOLEAN, ""),
    (OTLP + "INSECURE", "yes", BOOLEAN, ""),
    (OTLP + "LOGS_INSECURE", "0", BOOLEAN, ""),
    (RATIO, "-0.1", RATIOS, "not `-0.1`"),
    (RATIO, "1.1", RATIOS, ""),
    (RATIO, "nan", RATIOS, ""),
    (RATIO, "inf", RATIOS, ""),
    (RATIO, "0x1", RATIOS, ""),
    (RATIO, "0,5", RATIOS, ""),
    (RATIO, "5%", RATIOS, ""),
    (RATIO, "1e999", RATIOS, ""),
    (RATIO, "half", RATIOS, ""),
    (SAMPLER, "sometimes", SAMPLERS, ""),
    (SAMPLER, "parentbased_traceidration", SAMPLERS, "did you mean `parentbased_traceidratio`"),
    (SAMPLER, "jaeger_remote", SAMPLERS, "not available in this gateway"),
    (SAMPLER, "ParentBased_Jaeger_Remote", SAMPLERS, "not available in this gateway"),
    (SAMPLER, "xray", SAMPLERS, "not available in this gateway"),
    (SAMPLER, "none", SAMPLERS, ""),
    (PRIVACY, "off", "`strict`, `balanced` or `minimal`", ""),
    (PORT, "65536", PORTS, "not `65536`"),
    (PORT, "-1", PORTS, ""),
    (PORT, "0x24F8", PORTS, ""),
    (PORT, "9464.0", PORTS, ""),
    (PORT, "http", PORTS, ""),
    (HOST, "localhost:9464", "a host name or an IP address without port", ""),
    (HOST, "http://localhost", "a host name or an IP address without port", ""),
    (GRPC_LISTEN, "4317", LISTENS, "the port is missing"),
    (GRPC_LISTEN, ":4317", LISTENS, "did you mean `127.0.0.1:4317`"),
    (GRPC_LISTEN, "::1:4317", LISTENS, ""),
    (HTTP_LISTEN, "localhost:65536", LISTENS, "from 0 to 65535"),
    (HTTP_LISTEN, "localhost:-1", LISTENS, ""),
    (HTTP_LISTEN, "http://localhost:4318", LISTENS, "not a URL"),
    (ENDPOINT, "collector:4318", ENDPOINTS, "did you mean `http://collector:4318`"),
    (ENDPOINT, "htp://collector", ENDPOINTS, "did you mean `http://collector`"),
    (ENDPOINT, "ftp://collector", ENDPOINTS, ""),
    (ENDPOINT, "http://", ENDPOINTS, "the host is missing"),
    (ENDPOINT, "http://collector:0", ENDPOINTS, "from 1 to 65535"),
    (ENDPOINT, "http://collector:99999", ENDPOINTS, "from 1 to 65535"),
    (ENDPOINT, "http://a b", ENDPOINTS, "a space"),
    (ENDPOINT, "http://collector#x", ENDPOINTS, "a fragment"),
    (ENDPOINT, "https://user:hunter2@collector", ENDPOINTS, "use `headers`"),
    (ENDPOINT, "htps://user:hunter2@collector", ENDPOINTS, ""),
    (OTLP + "TRACES_ENDPOINT", "://", ENDPOINTS, ""),
    (PROTOCOL, "http", "`grpc`, `http/protobuf` or `http/json`", "not `http`"),
    (OTLP + "TRACES_PROTOCOL", "thrift", "`grpc`, `http/protobuf` or `http/json`", ""),
    (OTLP + "COMPRESSION", "brotli", "`gzip`, `zstd` or `none`", ""),
    (OTLP + "LOGS_COMPRESSION", "deflate", "`gzip`, `zstd` or `none`", ""),
    (TIMEOUT, "10s", MILLISECONDS, ""),
    (TIMEOUT, "-1", MILLISECONDS, ""),
    (TIMEOUT, "1.5", MILLISECONDS, ""),
    (TIMEOUT, "3600001", MILLISECONDS, ""),
    (OTLP + "METRICS_TIMEOUT", "99999999999", MILLISECONDS, ""),
    (HEADERS, "hunter2", HEADER_PAIRS, "pair 1 has no `=`"),
    (HEADERS, "a=1,hunter2", HEADER_PAIRS, "pair 2 has no `=`"),
    (HEADERS, "=hunter2", HEADER_PAIRS, "pair 1 has no key"),
    (HEADERS, "a=hunter2;p=1", HEADER_PAIRS, "write it %3B"),
    (HEADERS, "a=hunter2%zz", HEADER_PAIRS, "write `%` as %25"),
    (HEADERS, "a=hunter2%FF", HEADER_PAIRS, "write `%` as %25"),
    (HEADERS, "a=hunter2ü", HEADER_PAIRS, "not printable ASCII"),
    (HEADERS, "a=hunter2%0d%0ab: c", HEADER_PAIRS, "line break"),
    (HEADERS, "a b=hunter2", HEADER_PAIRS, "a header name is"),
    (HEADERS, "content-type=hunter2", HEADER_PAIRS, "the gateway sets `content-type` itself"),
    (OTLP + "TRACES_HEADERS", "hunter2", HEADER_PAIRS, ""),
    (ATTRIBUTES, "team", PAIRS, "pair 1 has no `=`"),
    (ATTRIBUTES, "a=b,=c", PAIRS, "pair 2 has no key"),
    (ATTRIBUTES, "a=%zz", PAIRS, "write `%` as %25"),
    (ATTRIBUTES, "a=b;c", PAIRS, "write it %3B"),
    (ATTRIBUTES, "a=%00", PAIRS, "control character"),
    (ATTRIBUTES, "service.name=" + "x" * 256, PAIRS, "its service.name must be"),
    ("OTEL_SERVICE_NAME", "x" * 256, "a name of at most 255 bytes", ""),
    ("OTEL_SERVICE_NAME", "a\x1b[31m", "a name of at most 255 bytes", "control character"),
    ("HEPHAESTUS_CONFIG", "/nowhere.yaml", "the configuration /nowhere.yaml", "there is no such file"),
    ("HEPHAESTUS_PROFILE", "nightly", "there is no profile `nightly`", "there is ci, default, local, production"),
]

# What is taken, with a line that says what does not count.
WARNED = [
    ({"OTEL_CONFIG_FILE": "/otel.yaml"}, "OTEL_CONFIG_FILE is set and not read"),
    ({"OTEL_TRACE_SAMPLER": "always_on"}, "did you mean `OTEL_TRACES_SAMPLER`"),
    ({"HEPHAESTUS_PRIVACY": "minimal"}, "did you mean `HEPHAESTUS_TELEMETRY_PRIVACY`"),
    ({"OTEL_EXPORTER_PROMETHEUS_PORT": "9"}, "did you mean `HEPHAESTUS_PROMETHEUS_PORT`"),
    ({"OTEL_TRACES_EXPORTER": "none"}, "OTEL_TRACES_EXPORTER is set and not read"),
    ({"HEPHAESTUS_FLAVOUR": "mild"}, "HEPHAESTUS_FLAVOUR is set and not read"),
    ({ENDPOINT: "http://localhost:4318"}, f"{ENDPOINT} named this gateway's own receiver (127.0.0.1:4318)"),
    ({ENDPOINT: "http://[::1]:4317", HEADERS: "a=b"}, f"{ENDPOINT} named this gateway's own receiver"),
    ({OTLP + "LOGS_ENDPOINT": "http://127.0.0.1:4318/v1/logs"}, f"{OTLP}LOGS_ENDPOINT named this gateway's own receiver"),
]

# What belongs to the programs that share the environment.
SILENT = [
    {"OTEL_BSP_SCHEDULE_DELAY": "1"}, {"OTEL_PROPAGATORS": "b3"}, {"OTEL_LOG_LEVEL": "debug"},
    {"OTEL_METRIC_EXPORT_INTERVAL": "1"}, {"OTEL_PYTHON_ID_GENERATOR": "x"}, {"OTEL_TRACES_EXPORTER": "otlp"},
    {"HEPHAESTUS_RELEASE_CACHE": "/x"}, {"HEPHAESTUS_LOG_LEVEL": "debug"}, {"OTEL_TRACE_SAMPLER": ""},
]


def name_of(row):
    return " ".join(f"{name}={value[:30]!r}" for name, value in row.items())


def explain(folder, environment):
    return run_command(folder, "explain", "--format", "json", env=environment)


def settings(result):
    return {setting["path"]: setting["value"] for setting in json.loads(result.stdout)["settings"]}


def test_the_table_is_long_enough():
    assert len(EFFECTS) + len(REFUSED) + len(WARNED) + len(SILENT) >= 100


@pytest.mark.parametrize("environment, expected", EFFECTS, ids=[name_of(row) for row, _ in EFFECTS])
def test_what_a_variable_sets(tmp_path, environment, expected):
    result = explain(tmp_path, environment)
    assert (result.returncode, result.stderr) == (0, "")
    found = settings(result)
    assert {path: found.get(path) for path in expected} == expected


@pytest.mark.parametrize(
    "name, value, accepted, also", REFUSED, ids=[name_of({name: value}) for name, value, _, _ in REFUSED])
def test_a_wrong_value_is_refused_by_name(tmp_path, name, value, accepted, also):
    result = run_command(tmp_path, "run", env={name: value})
    assert (result.returncode, result.stdout) == (78, "")
    first = result.stderr.splitlines()[0]
    assert first.startswith(f"error: {name}")
    assert accepted in first and also in result.stderr
    assert "hunter2" not in result.stderr and "\x1b" not in result.stderr
    assert result.stderr.count("error: ") == 1


@pytest.mark.parametrize("environment, line", WARNED, ids=[name_of(row) for row, _ in WARNED])
def test_what_does_not_count_is_one_warning(tmp_path, environment, line):
    result = explain(tmp_path, environment)
    assert result.returncode == 0
    assert line in result.stderr and result.stderr.count("warning: ") == 1
    assert "targets.default.endpoint" not in settings(result)


@pytest.mark.parametrize("environment", SILENT, ids=[name_of(row) for row in SILENT])
def test_what_others_read_is_no_warning(tmp_path, environment):
    assert explain(tmp_path, environment).stderr == ""


def test_every_wrong_variable_is_named_in_one_run(tmp_path):
    result = run_command(tmp_path, "run", env={SAMPLER: "x", RATIO: "x", PORT: "x", HEADERS: "x"})
    assert result.returncode == 78
    named = [line.split()[1] for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert sorted(named) == sorted([SAMPLER, RATIO, PORT, HEADERS])


def test_a_name_may_hold_anything(tmp_path):
    name = "HEPHAESTUS_\x1b[31m" + "A" * 100_000
    result = explain(tmp_path, {name: "x"})
    assert result.returncode == 0
    assert "\x1b" not in result.stderr and len(result.stderr) < 300


def test_a_value_that_is_not_text_is_refused(tmp_path):
    result = run_command(tmp_path, "run", env={"OTEL_SERVICE_NAME": b"a\xff"})
    assert result.returncode == 78
    assert "OTEL_SERVICE_NAME" in result.stderr and "not UTF-8" in result.stderr


@pytest.mark.parametrize("variable, path, expected", [
    ("ENDPOINT", "", "/v1/traces"),
    ("ENDPOINT", "/", "/v1/traces"),
    ("ENDPOINT", "/base", "/base/v1/traces"),
    ("ENDPOINT", "/base/", "/base/v1/traces"),
    ("ENDPOINT", "/base?key=a", "/base/v1/traces?key=a"),
    ("TRACES_ENDPOINT", "", "/"),
    ("TRACES_ENDPOINT", "/", "/"),
    ("TRACES_ENDPOINT", "/as/is/", "/as/is/"),
    ("TRACES_ENDPOINT", "/as/is?key=a", "/as/is?key=a"),
])
def test_where_requests_go(start_gateway, collectors, variable, path, expected):
    collectors.append(collector := HTTPCollector(takes="traces"))
    gateway = start_gateway(by_environment=True, env={OTLP + variable: collector.endpoint + path, RATIO: "1"})
    assert post(gateway, otlp.one_of("traces")).status == 200
    eventually(lambda: collector.attempts, what="a request")
    assert [attempt.headers[":path"] for attempt in collector.attempts] == [expected]


def test_what_headers_become(start_gateway, http_collector):
    """Each pair is a row of its own: what stands in the variable, and what a target gets."""
    rows = {
        "x-plain=value": ("x-plain", "value"),
        " x-spaces = around ": ("x-spaces", "around"),
        "X-Upper=Case": ("x-upper", "Case"),
        "x-percent=a%20b%2Cc%3B%25": ("x-percent", "a b,c;%"),
        "x-equals=dXNlcg==": ("x-equals", "dXNlcg=="),
        "x-plus=a+b": ("x-plus", "a+b"),
        "x-inner=a b": ("x-inner", "a b"),
        "x-empty=": ("x-empty", ""),
        "": None,
        "x-twice=first,X-Twice=second": ("x-twice", "second"),
    }
    gateway = start_gateway(
        by_environment=True, env={ENDPOINT: http_collector.endpoint, RATIO: "1", HEADERS: ",".join(rows)})
    assert post(gateway, otlp.one_of("traces")).status == 200
    eventually(lambda: http_collector.attempts, what="a request")
    got = http_collector.attempts[0].headers
    expected = dict(row for row in rows.values() if row)
    assert {name: got.get(name) for name in expected} == expected


def test_a_signals_own_headers_replace_the_general_ones(start_gateway, http_collector):
    gateway = start_gateway(by_environment=True, env={
        ENDPOINT: http_collector.endpoint, RATIO: "1", HEADERS: "x-general=1", OTLP + "LOGS_HEADERS": "x-logs=2"})
    for signal in ("traces", "logs"):
        assert post(gateway, otlp.one_of(signal)).status == 200
    eventually(lambda: len(http_collector.attempts) == 2, what="two requests")
    got = {attempt.signal: attempt.headers for attempt in http_collector.attempts}
    assert got["traces"].get("x-general") == "1" and "x-logs" not in got["traces"]
    assert got["logs"].get("x-logs") == "2" and "x-general" not in got["logs"]
