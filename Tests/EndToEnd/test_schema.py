"""The JSON Schema, held by independent tools against the files it is for and against `validate`."""

import io
import json
import re
import subprocess
import sys

import pytest
import regress
from harness.gateway import ROOT, run_command
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from ruamel.yaml import YAML

CHECKED_IN = ROOT / "config" / "hephaestus.schema.json"
SCHEMA = json.loads(CHECKED_IN.read_text())
# Their lengths are in bytes of what was written.
SECRETS = {"pseudonym_key", "password", "bearer_token"}
# What a schema promises to refuse: unknown key, wrong type, out of range.
CODES = {"HG002", "HG003", "HG004"}


def ecma_pattern(_validator, pattern, instance, _schema):
    """JSON Schema means ECMA-262; Python's own dialect ends a text before its last line end."""
    if isinstance(instance, str) and not regress.Regex(pattern, "u").find(instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


VALIDATOR = extend(Draft202012Validator, {"pattern": ecma_pattern})(SCHEMA)


def loaded(text):
    """As YAML 1.2, dates as texts."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda self, node: node.value
    return yaml.load(io.StringIO(text))


def check_jsonschema(*arguments):
    result = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *map(str, arguments)], capture_output=True, text=True, timeout=60,
        check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_command_prints_the_file(tmp_path):
    result = run_command(tmp_path, "schema")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == CHECKED_IN.read_text()


def test_it_is_a_schema():
    check_jsonschema("--check-metaschema", CHECKED_IN)


def test_python_reads_its_patterns_too():
    """Some tools use the regular expressions of their own language."""
    assert [re.compile(pattern) for pattern in patterns(SCHEMA)]


def patterns(node):
    if isinstance(node, dict):
        yield from [node["pattern"]] if isinstance(node.get("pattern"), str) else []
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else []:
        yield from patterns(below)


def test_the_files_of_this_repository_agree_with_it(tmp_path):
    starter = tmp_path / "starter.yaml"
    assert run_command(tmp_path, "init", "--output", starter).returncode == 0
    profiles = [path for folder in ("config", "examples") for path in (ROOT / folder).rglob("hephaestus.yaml")]
    assert len(profiles) > 1
    check_jsonschema("--schemafile", CHECKED_IN, starter, *profiles)


def test_init_never_overwrites(tmp_path):
    path = tmp_path / "hephaestus.yaml"
    path.write_text("mine")
    refused = run_command(tmp_path, "init", "--output", path)
    assert refused.returncode == 1 and "--force" in refused.stderr
    assert path.read_text() == "mine"
    assert run_command(tmp_path, "init", "--output", path, "--force").returncode == 0
    assert path.read_text() == run_command(tmp_path, "init").stdout
    assert run_command(tmp_path, "validate", "--strict", path).returncode == 0
    assert run_command(tmp_path, "init", "--output", tmp_path / "no" / "such" / "folder").returncode == 1


def profile(text):
    return f"version: 1\nprofiles:\n  p:\n    {text}\n"


GOOD = [
    "version: 1\n", "version: '1'\n", "version: 1\nbundles:\nprofiles: ~\n", "version: 1\ninclude: [bundles/*.yaml]\n",
    "bundles: { a: { bundles: [b], enabled: true }, b: {} }\n", "version: 1\nprofiles: { p: null }\n",
    "version: 1\nlint: { HG113: off }\n", profile("lint: { HG113: warning }"),
    profile("extends: q"), profile("sampling: null"), profile("sampling: { ratio: '0.5' }"),
    profile("sampling: { ratio: \"${env:RATIO:-0.1}\" }"), profile("prometheus: { port: '9464' }"),
    profile("targets: { t: { endpoint: \"https://c:4318\", headers: { authorization: \"Bearer ${file:/t}\" } } }"),
    profile("targets: { t: { endpoint: \"HTTPS://[2001:db8::1]/x?y=z\", traces: { timeout: 1m30s } } }"),
    profile("service: { name: 1.10, attributes: { a: 5, b.c: true } }"),
    profile("sampling: { keep: { attributes: { http.route: [/pay, 5], x: null } }, by_service: { shop: 0.5 } }"),
    profile("sampling: { rate_limit: 1000/s, by_span_name: { 'GET /': '1e-2' } }"),
    profile("privacy: { drop: [shop.*], replacement: '<gone>', logs: { mode: strict, drop: null } }"),
    profile("privacy: { patterns: { t: { pattern: 'T-([0-9]+)$', replacement: 'T $1' }, u: null } }"),
]
BAD = [
    "[]\n", "profile: {}\n", "version: 2\n", "version: 1\nprofiles: []\n", "version: 1\nprofiles: { 'a b': {} }\n",
    "version: 1\nsampling: { ratio: 1 }\n", "version: 1\nprofiles: { p: [] }\n", "version: 1\nprofiles: { p: true }\n",
    "version: 1\nbundles: { b: { extends: p } }\n", "version: 1\nlint: { HG113: loud }\n",
    "version: 1\nlint: { HG999: off }\n", profile("bundles: b"), profile("bundles: { a: b }"), profile("extends: [q]"),
    profile("samplin: {}"), profile("sampling: { ration: 1 }"), profile("sampling: 5"),
    profile("targets: { t: {} }"), profile("targets: { 'a/b': { endpoint: 'console:' } }"),
    profile("targets: { t: { endpoint: 'console:', headers: { 'a b': c } } }"),
    profile("targets: { t: { endpoint: 'console:', signals: [] } }"),
    profile("targets: { t: { endpoint: 'console:', signals: [spans] } }"),
    profile("sampling: { keep: { attributes: { a: b } } }"), profile("sampling: { keep: { attributes: { a: [] } } }"),
    profile("sampling: { by_service: { a: 2 } }"), profile("sampling: { rate_limit: 1000 }"),
    profile("sampling: { by_service: { " + ", ".join(f"s{n}: 1" for n in range(101)) + " } }"),
    profile("privacy: { drop: ['*'] }"), profile("privacy: { drop: [a*] }"), profile("privacy: { replacement: a1 }"),
    profile("privacy: { patterns: { t: {} } }"), profile("privacy: { patterns: { 'a b': { pattern: x } } }"),
    profile("privacy: { patterns: { t: { pattern: '' } } }"), profile("privacy: { traces: { patterns: {} } }"),
    profile("plugins: { buckets: [1, many] }"), profile("service: { attributes: [a=b] }"),
]


@pytest.mark.parametrize("text", GOOD)
def test_it_accepts(text):
    assert not list(VALIDATOR.iter_errors(loaded(text)))


@pytest.mark.parametrize("text", BAD)
def test_it_refuses(text):
    assert list(VALIDATOR.iter_errors(loaded(text)))


# Every one of them is tried on every setting.
VALUES = """
true | True | "false" | yes | off | tRue | "" | ~ | null | "null" | 0 | 1 | 5 | -1 | "5" | +5 | 65536 | 99999999999
0777 | 0x1F | "0x1F" | "0o17" | 1_000 | 0.5 | "0.5" | .5 | 1.5 | -0.5 | 1.10 | 1e-3 | "1e-3" | 50% | nan | "0,5"
12:30 | 2024-01-01 | 5s | 200ms | 1m30s | 1.5h | "5 s" | 5S | 1d | never | Never | 16MiB | 2MB | "64 KiB" | 16M | 16mib
127.0.0.1:4317 | "[::1]:0" | "[::1]" | "[a:b]:1" | "http://[x]" | "https://[fe80::1%eth0]:1"
"localhost:99999" | ":4317" | "::1" | localhost | "a b" | "http://c" | "https://c:4318/x"
"http://c:0" | "http://u:p@c" | "http:/c" | "ftp://c" | "grpc://c" | "console:" | "discard://" | "file:///a/b" | "file:/../a"
"file:" | always_on | ALWAYS_ON | strict | gzip | memory | info | json | "http/json" | "/metrics" | "/m?x" | "/m m" | "ü" | "a\\nb"
"${env:X}" | "${env:X:-5s}" | "a ${file:/x} b" | "$${env:X}" | "5 $$ 6" | "{ a: b }" | "[a]" | [a] | [1, 2] | [traces] | [~]
1000/s | 60/m | "1/h" | 1000/sec | /s | 0/s | proportional | follow_trace | "[gone]" | gone2 | "*" | "user.*" | "user*"
[a.*] | ["*"] | [5, true, 1.10] | [""] | { a: 0.5 } | { a: "0.5" } | { a: [b, 5] } | { a: [] } | { a: [[b]] } | { a: { b: c } }
[] | {} | { a: b } | { a: 5 } | { a: ~ } | { a: [b] } | { "a b": c } | { "": c } | [[1]] | sixteen-characters
""".strip().replace("\n", " | ").split(" | ")


def settings():
    """The path of every setting, `NAME` for a target, out of the schema."""
    def walk(path, node):
        node = SCHEMA["$defs"][node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else node
        names = node.get("additionalProperties")
        if "properties" in node and path != ("lint",):
            for name, below in node["properties"].items():
                yield from walk((*path, name), below)
        elif isinstance(names, dict) and "properties" in names:
            yield from walk((*path, "t"), names)
        else:
            yield path
    for name, node in SCHEMA["$defs"]["profile"]["properties"].items():
        if name not in ("extends", "bundles"):
            yield from walk((name,), node)


def flow(path, value):
    for name in reversed(path):
        value = f"{{ {name}: {value} }}"
    return value


def only_validate_says(path, value, codes):
    """What no schema over loaded YAML can say: ranges of texts, defaults in references, how a number was spelled."""
    if codes == {"HG004"}:
        return path[-1] in SECRETS or not value.lstrip("+-").replace(".", "").isdigit()
    return ":-" in value or value in ("0777", "1_000", "nan", "+5")


def test_it_agrees_with_validate(tmp_path):
    """A file for each setting, in it a profile for each value."""
    files = {}
    for number, path in enumerate(settings()):
        profiles = "".join(f"  p{index}: {flow(path, value)}\n" for index, value in enumerate(VALUES))
        files[f"{number}.yaml"] = path
        (tmp_path / f"{number}.yaml").write_text(f"version: 1\nprofiles:\n{profiles}")
    report = json.loads(run_command(tmp_path, "validate", "--format", "json", *files, within=120).stdout)
    found = {}
    for finding in report["findings"]:
        if finding["severity"] == "error":
            found.setdefault((finding["file"], finding["line"] - 3), set()).add(finding["code"])
    wrong = []
    for name, path in files.items():
        errors = VALIDATOR.iter_errors(loaded((tmp_path / name).read_text()))
        refused = {int(error.absolute_path[1].removeprefix("p")) for error in errors}
        for index, value in enumerate(VALUES):
            codes = found.get((name, index), set())
            if index in refused and not codes:
                wrong.append(f"the schema refuses {'.'.join(path)}: {value}")
            refusable = codes & CODES
            if refusable and index not in refused and not only_validate_says(path, value, refusable):
                wrong.append(f"the schema takes {'.'.join(path)}: {value}, {refusable}")
    assert len(files) * len(VALUES) > 5000
    assert not wrong, "\n".join(wrong)
