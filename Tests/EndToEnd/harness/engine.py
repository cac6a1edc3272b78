"""The wire engine alone, as a process that takes requests and gives back what may leave."""

import struct
import subprocess
import threading
from dataclasses import dataclass

from .gateway import binary
from .otlp import SIGNALS



@dataclass
class Answer:
    refused: bool
    received: int
    kept: int
    rejected: int
    # What may leave, or why the request was refused.
    body: bytes


def run_engine(mode, signal, requests):
    """Passes the requests through one engine, one after the other."""
    executable = binary().parent / "engine-filter"
    assert executable.is_file(), f"no {executable}: run `swift build -c release --product engine-filter` first"
    process = subprocess.Popen([executable, mode], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        for request in requests:
            process.stdin.write(struct.pack(">BI", SIGNALS.index(signal), len(request)) + request)
        process.stdin.close()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    answers = []
    while head := process.stdout.read(17):
        refused, received, kept, rejected, length = struct.unpack(">B4I", head)
        answers.append(Answer(bool(refused), received, kept, rejected, process.stdout.read(length)))
    feeder.join(timeout=60)
    assert process.wait(timeout=60) == 0
    assert len(answers) == len(requests), "the engine stopped in the middle"
    return answers
