"""Waiting for something to become true, never for a fixed time."""

import time


def eventually(condition, *, within=15.0, what="the condition"):
    """The first true value of `condition()`, asked again and again until `within` seconds are over."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what() if callable(what) else what} did not happen within {within} s")
        time.sleep(0.01)
