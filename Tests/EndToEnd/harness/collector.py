"""What the receiving collectors share: what they got, and how they were told to answer."""

import threading
import time
from dataclasses import dataclass, field

from . import otlp
from .waiting import eventually


SOON = {"initial_interval": "20ms", "max_interval": "100ms"}


@dataclass(frozen=True)
class Answer:
    """How to answer one request; as it stands, with success.

    `code` is a grpc.StatusCode or an HTTP status. `retry_after` is seconds (an HTTP-date where the
    collector speaks HTTP and it is text). `silent` never answers, `hang_up` closes the connection.
    """

    code: object = None
    message: str = "as the test asked"
    retry_after: object = None
    rejected: int = 0
    silent: bool = False
    hang_up: bool = False

    @property
    def is_success(self):
        return self.code is None and not self.silent and not self.hang_up


@dataclass(frozen=True)
class Received:
    signal: str
    message: object
    # As it was sent, and what was in it before any compression.
    body: bytes
    plain: bytes
    headers: dict
    answer: Answer
    at: float = field(default_factory=time.monotonic)


class Collector:
    """Records every request and answers as `decide(request)` says."""

    def __init__(self):
        self.attempts = []
        self.decide = lambda request: Answer()
        self.stopped = threading.Event()
        self._lock = threading.Lock()

    def as_target(self, **settings):
        """The profile's settings for a target here that is tried again soon."""
        return {"endpoint": self.endpoint, "retry": SOON} | settings

    def take(self, signal, plain, body, headers):
        """The answer for a request, which is on record when this returns."""
        message = otlp.REQUEST[signal].FromString(plain)
        with self._lock:
            answer = self.decide(message)
            self.attempts.append(Received(signal, message, body, plain, headers, answer))
        return answer

    def answer_in_turn(self, *answers):
        """These answers first, success ever after."""
        rest = list(answers)
        self.decide = lambda request: rest.pop(0) if rest else Answer()
        return self

    def refuse_spans_named(self, name, answer):
        """Refuses every request that has such a span, however it is batched."""
        self.decide = lambda request: answer if any(
            item.name == name for _, _, item in otlp.parts(request)) else Answer()
        return self

    def accepted(self, signal=None):
        return [
            received.message for received in list(self.attempts)
            if received.answer.is_success and signal in (None, received.signal)
        ]

    def spans(self):
        return otlp.spans_in(self.accepted("traces"))

    def span_names(self):
        return [span.name for span in self.spans()]

    def wait_for_spans(self, count, within=15):
        eventually(lambda: len(self.spans()) >= count, within=within,
                   what=lambda: f"{count} spans at the collector, which has {len(self.spans())},")
        return self.spans()

    def everything_received(self):
        """All bytes that ever came, refused ones too, for tests that search them."""
        return b"\n".join(received.plain for received in list(self.attempts))
