"""Nothing that a mode forbids leaves: a canary of every kind in every place where a request can hold a text.

The places come from the official descriptors (`harness/positions.py`), so that none can be forgotten.
"""

import itertools
import json
from base64 import b64encode
from collections import Counter, defaultdict
from urllib.parse import quote_from_bytes

import pytest
from conftest import finish
from harness import otlp
from harness.canaries import CREDENTIALS, KEYED, MODES, PEOPLE, canaries_for
from harness.client import PATH, call, post
from harness.forms import unusual_canaries
from harness.gateway import Gateway
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.leaks import Searcher, described
from harness.otlp import SIGNALS
from harness.positions import NUMBER, TRACE_STATE, positions
from harness.waiting import eventually
from test_local_targets import lines_under

BATCH = 300
JSON_LEVELS = {
    "traces": ("resourceSpans", "scopeSpans", "spans"), "metrics": ("resourceMetrics", "scopeMetrics", "metrics"),
    "logs": ("resourceLogs", "scopeLogs", "logRecords")}


@pytest.fixture(scope="module")
def canaries():
    numbers = itertools.count(1)
    return {
        signal: [*canaries_for(signal, numbers), *unusual_canaries(signal, numbers)] for signal in SIGNALS}


@pytest.fixture(scope="module")
def searcher(canaries):
    return Searcher(canary for of_signal in canaries.values() for canary in of_signal)


@pytest.fixture(scope="module")
def requests(canaries):
    """Each is one resource block after the other."""
    return [
        (signal, b"".join(canary.block() for canary in of_signal[start:start + BATCH]))
        for signal, of_signal in canaries.items() for start in range(0, len(of_signal), BATCH)]


class Passage:
    """All canaries sent through one gateway to every kind of target, one of them a second gateway."""

    def __init__(self, folder, mode, requests):
        self.mode = mode
        self.collectors = {"gRPC": GRPCCollector(), "HTTP": HTTPCollector(), "second": GRPCCollector()}
        settings = {
            "privacy": {"mode": mode, "pseudonym_key": "the key of both gateways"}, "logging": {"level": "trace"},
            "span_metrics": {"enabled": True, "dimensions": ["enduser.id", "service.instance.id", "url.full"]}}
        self.second = Gateway(
            folder / "second", targets={"default": {"endpoint": self.collectors["second"].endpoint}},
            settings=settings)
        self.first = Gateway(folder / "first", settings=settings, targets={
            "grpc": {"endpoint": self.collectors["gRPC"].endpoint},
            "http": {"endpoint": self.collectors["HTTP"].endpoint},
            "file": {"endpoint": f"file://{folder}/telemetry.jsonl"},
            "console": {"endpoint": "console:"},
            "second": {"endpoint": f"grpc://{self.second.grpc}"},
        })
        self.folder = folder
        self.replies = []
        self.shown = ""
        try:
            for gateway in (self.second, self.first):
                gateway.folder.mkdir(parents=True)
                gateway.start()
            self._send(requests)
        finally:
            for gateway in (self.first, self.second):
                gateway.kill()
            for collector in self.collectors.values():
                collector.stop()

    def _send(self, requests):
        for number, (signal, body) in enumerate(requests):
            if number % 2:
                self.replies.append(call(self.first, body, method=otlp.METHOD[signal]))
            else:
                reply = post(self.first, body, path=PATH[signal])
                assert reply.status == 200, reply
                self.replies.append(reply.body)
        for gateway in (self.first, self.second):
            eventually(lambda: gateway.metrics().sum("queued_items") == 0, within=30, what="empty queues")
        for gateway in (self.first, self.second):
            status = gateway.get(gateway.admin_port, "/status")[2]
            # With exemplars, too, which only this format has.
            open_metrics = gateway.get(
                gateway.metrics_port, "/metrics", {"Accept": "application/openmetrics-text; version=1.0.0"})[2]
            self.shown += gateway.metrics().text + open_metrics + status
            finish(gateway)
            self.shown += gateway.log() + gateway.stdout()

    def outputs(self):
        """What came out where, in pieces."""
        received = {
            name: [block for attempt in collector.attempts for block in otlp.blocks(attempt.plain)]
            for name, collector in self.collectors.items()}
        return received | {
            "file": [path.read_bytes() for path in sorted(self.folder.glob("telemetry.jsonl*"))],
            "shown": [self.shown.encode()],
            "answers": self.replies,
        }


@pytest.fixture(scope="module", params=MODES)
def passage(request, tmp_path_factory, requests):
    return Passage(tmp_path_factory.mktemp(request.param), request.param, requests)


def test_every_field_of_the_descriptors_is_classified():
    """Fails in `positions.classified` where a newer protocol has a field that nobody has judged."""
    for signal in SIGNALS:
        assert positions(signal)


def test_every_kind_is_in_every_place(canaries):
    """What the rest of this file is worth: each family of canaries stands at each position it may stand at."""
    for signal, of_signal in canaries.items():
        families = defaultdict(set)
        for canary in of_signal:
            families[canary.position].add(canary.kind.family)
        for position in positions(signal):
            if position.holds not in ("id", NUMBER):
                assert families[position] >= {kind.family for kind in CREDENTIALS + PEOPLE}, position
            if position.holds in ("text", "bytes") and position.values and not position.is_in_body:
                assert families[position] >= {kind.family for kind in KEYED}, position
    kinds = {canary.kind for of_signal in canaries.values() for canary in of_signal}
    assert kinds >= {*CREDENTIALS, *PEOPLE, *KEYED}


@pytest.mark.parametrize("encode", [bytes, b64encode, lambda block: quote_from_bytes(block).encode()],
                         ids=["as it is", "base64", "percent"])
def test_the_search_finds_what_is_there(canaries, searcher, encode):
    # Numbers are found as they are and in texts; basic credentials are base64 themselves. All are many.
    sent = [
        canary for of_signal in canaries.values() for canary in of_signal
        if encode is bytes or canary.position.holds != NUMBER and canary.kind.family != "authorization"]
    sent = sent[::1 if encode is bytes else 20]
    found = searcher.leaks(b"\n".join(encode(canary.block()) for canary in sent))
    missed = {canary.serial.number for canary in sent} - {leak.canary.serial.number for leak in found}
    assert not missed, [canary.where for canary in sent if canary.serial.number in missed][:10]


def test_nothing_forbidden_gets_out(passage, canaries, searcher):
    """Not to a target of any kind, not on /metrics or /status, not into the log, not in an answer."""
    forbidden = MODES[:MODES.index(passage.mode) + 1]
    sent = [canary for of_signal in canaries.values() for canary in of_signal]
    reports, searched, known = [], set(), set()
    for place, pieces in passage.outputs().items():
        # What is the same at all targets is searched, and what leaked to all of them told, once.
        new = set(pieces) - searched
        searched |= new
        leaks = [
            leak for leak in searcher.leaks(b"\n".join(new))
            if leak.canary.kind.mode in forbidden and leak.canary.serial.number not in known]
        known |= {leak.canary.serial.number for leak in leaks}
        if leaks:
            reports.append(f"{passage.mode}, {place}: {described(leaks, sent)}")
    if reports:
        pytest.fail("\n".join(reports), pytrace=False)


def test_nothing_is_lost_for_it(passage, canaries):
    """A mode that deletes telemetry would pass the test above."""
    for name, collector in passage.collectors.items():
        for signal in SIGNALS:
            items = sum(len(list(otlp.parts(accepted))) for accepted in collector.accepted(signal))
            assert items == len(canaries[signal]), f"{signal} at {name}"
    written = Counter()
    for line in lines_under(passage.folder / "telemetry.jsonl"):
        written += items_in_json(json.loads(line))
    assert written == {signal: len(canaries[signal]) for signal in SIGNALS}


def items_in_json(request):
    found = Counter()
    for signal, levels in JSON_LEVELS.items():
        for envelope in request.get(levels[0], []):
            found[signal] += sum(len(group[levels[2]]) for group in envelope[levels[1]])
    return found


def test_a_second_gateway_changes_nothing(passage):
    once = otlp.fingerprint(passage.collectors["gRPC"].accepted())
    twice = otlp.fingerprint(passage.collectors["second"].accepted())
    changed = once - twice
    assert once == twice, (
        f"{sum(changed.values())} of {sum(once.values())} items; one was\n{next(iter(changed), None)!r}\nand became"
        f" one of\n{list(twice - once)[:3]!r}")


def test_all_targets_get_the_same(passage):
    outputs = passage.outputs()
    assert Counter(outputs["gRPC"]) == Counter(outputs["HTTP"])


def test_a_member_of_tracestate_goes_as_a_whole(passage, canaries):
    states = Counter(
        state for request in passage.collectors["gRPC"].accepted("traces") for _, _, span in otlp.parts(request)
        for state in [span.trace_state, *(link.trace_state for link in span.links)])
    forbidden = [
        canary for canary in canaries["traces"]
        if canary.position.holds == TRACE_STATE and canary.kind.mode in MODES[:MODES.index(passage.mode) + 1]
        and not canary.form and "," not in canary.text]
    # A canary with a comma makes members of its own.
    assert forbidden
    assert states["before=1,after=2"] >= len(forbidden), dict(states.most_common(20))
