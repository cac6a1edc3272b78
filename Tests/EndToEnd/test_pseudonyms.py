"""What identifies a metric stream is exchanged for its pseudonym: two streams never become one."""

import itertools
import re

import pytest
from harness import otlp
from harness.canaries import CREDENTIALS, KEYED, MODES, PEOPLE, Canary, Serial
from harness.client import call
from harness.positions import BYTES, KEY, TEXT, positions
from harness.waiting import eventually

PSEUDONYM = re.compile(rb"anon-[0-9a-f]{24}(?![0-9a-f])")
MANY = 10_000
# Texts that would become the same if a part were cut out of them or made a zero.
LOOK_ALIKE = {
    "e-mails": ("balanced", "acme.contact", lambda number: f"person{number}@example.com"),
    "addresses": ("balanced", "client.address", lambda number: f"10.{number >> 8 & 255}.{number & 255}.{number % 253 + 1}"),
    "hosts of one network": ("balanced", "acme.peers", lambda number: f"10.0.0.{number % 250 + 1} and 10.0.1.{number // 250 + 1}"),
    "homes": ("balanced", "acme.path", lambda number: f"/home/user{number}/src"),
    "query values": ("balanced", "url.full", lambda number: f"https://shop.example/?q={number}x"),
    "statements": ("balanced", "db.query.text", lambda number: f"SELECT a FROM t WHERE id = {number}"),
    "users": ("balanced", "enduser.id", lambda number: f"user{number}"),
    "numbers of users": ("balanced", "user.id", lambda number: number),
    "passwords": ("minimal", "password", lambda number: f"secret{number}"),
    "numbers under a password": ("minimal", "password", lambda number: number),
    "lists": ("minimal", "api_key", lambda number: ["a", number]),
    "maps": ("minimal", "credentials", lambda number: {"name": "a", "pin": number}),
    "unlisted": ("strict", "acme.cell.name", lambda number: f"cell {number}"),
    "unlisted numbers": ("strict", "acme.cell", lambda number: number / 8),
    "unlisted bytes": ("strict", "acme.raw", lambda number: number.to_bytes(3, "big") + b"\xff"),
}


@pytest.fixture
def pass_metrics(start_gateway, grpc_collector):
    """Sends a request of metrics through a gateway in a mode, and gives what arrives."""
    def pass_all(mode, request, points):
        gateway = start_gateway(
            targets={"default": {"endpoint": grpc_collector.endpoint}},
            settings={"privacy": {"mode": mode, "pseudonym_key": "the key of this test"}})
        call(gateway, request)
        eventually(
            lambda: gateway.metrics().sum("delivered_items_total", signal="metrics") == points, what="all points")
        return grpc_collector.accepted("metrics")
    return pass_all


@pytest.mark.parametrize("mode", MODES)
def test_as_many_values_come_out_as_went_in(pass_metrics, mode):
    """Ten thousand values of each kind, as a point's attribute."""
    request = otlp.gauge()
    metrics = request.resource_metrics[0].scope_metrics[0].metrics
    del metrics[:]
    for name, (_, key, make) in LOOK_ALIKE.items():
        points = metrics.add(name=name).gauge.data_points
        for number in range(MANY):
            points.add(as_int=number, attributes=otlp.attributes({key: make(number)}))
    passed = pass_metrics(mode, request, MANY * len(LOOK_ALIKE))
    arrived = {metric.name: metric.gauge.data_points for one in passed for _, _, metric in otlp.parts(one)}
    for name, (weakest, key, make) in LOOK_ALIKE.items():
        assert [point.as_int for point in arrived[name]] == list(range(MANY))
        before = {encoded(otlp.attributes({key: make(number)})) for number in range(MANY)}
        after = {encoded(point.attributes) for point in arrived[name]}
        assert len(before) == MANY
        assert len(after) == MANY, f"{MANY - len(after)} streams of {name} were lost in others"
        if MODES.index(mode) >= MODES.index(weakest):
            assert not before & after, f"{name}: {next(iter(before & after))} left as it was"
            assert all(map(PSEUDONYM.search, after)), f"{name}: {next(one for one in after if not PSEUDONYM.search(one))}"


def encoded(attributes):
    return b"".join(attribute.SerializeToString(deterministic=True) for attribute in attributes)


@pytest.mark.parametrize("mode", MODES)
def test_every_kind_of_text_becomes_a_pseudonym(pass_metrics, mode):
    """In resources, scopes and points of every type; keys too. Two of a kind stay two."""
    numbers = itertools.count(1)
    forbidden = MODES[:MODES.index(mode) + 1]
    pairs = []
    for position in positions("metrics"):
        if position.is_stream and position.nesting <= 1 and position.holds in (TEXT, BYTES, KEY):
            for kind in CREDENTIALS + PEOPLE + (KEYED if position.values == 1 else []):
                if kind.mode in forbidden and position.holds != KEY or kind in CREDENTIALS and not kind.keys:
                    key = kind.keys[0] if kind.keys else ""
                    pairs.append([Canary(kind, Serial(next(numbers)), position, key) for _ in range(2)])
    sent = [canary.block() for pair in pairs for canary in pair]
    request = otlp.REQUEST["metrics"].FromString(b"".join(sent))
    passed = pass_metrics(mode, request, len(sent))
    arrived = [envelope for one in passed for envelope in one.resource_metrics]
    assert len(arrived) == len(sent)
    wrong = []
    for number, (canary, _) in enumerate(pairs):
        texts = [arrived[number * 2 + place].SerializeToString(deterministic=True) for place in range(2)]
        kept = not all(map(PSEUDONYM.search, texts))
        if kept or texts[0] == texts[1]:
            what = "no pseudonym for a" if kept else "two became one: a"
            wrong.append(f"{what} {canary.kind.family} ({canary.kind.name}) {canary.where}: {texts[0]}")
    if wrong:
        pytest.fail("\n".join([f"{len(wrong)} of {len(pairs)}:", *wrong[::len(wrong) // 30 + 1]]), pytrace=False)


def test_a_pseudonym_does_not_depend_on_where_it_stands(pass_metrics):
    """So that what was one in two signals can still be joined."""
    request = otlp.gauge(values=[1.0] * 3, with_attributes={"enduser.id": "anna"})
    request.resource_metrics[0].resource.attributes.extend(otlp.attributes({"user.id": "anna"}))
    one, = pass_metrics("balanced", request, 3)
    assert len(set(PSEUDONYM.findall(one.SerializeToString()))) == 1


def test_types_do_not_meet(pass_metrics):
    """A text, a number and bytes that look alike are three streams."""
    values = ["1", 1, 1.0, True, b"1", ["1"], {"1": "1"}, ""]
    request = otlp.gauge()
    points = request.resource_metrics[0].scope_metrics[0].metrics[0].gauge.data_points
    del points[:]
    for value in values:
        points.add(as_int=1, attributes=otlp.attributes({"password": value}))
    passed, = pass_metrics("balanced", request, len(values))
    _, _, metric = next(otlp.parts(passed))
    assert len({encoded(point.attributes) for point in metric.gauge.data_points}) == len(values)
