"""Fixtures: gateways and collectors that end with their test, and the oracle every gateway is judged by."""

import itertools

import pytest

from harness.certificates import Certificates
from harness.gateway import Gateway
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.metrics import imbalances


@pytest.fixture
def start_gateway(tmp_path, collectors):
    """Starts gateways. At the end of the test each must balance its books, stop, and balance them in its log."""
    started = []
    numbers = itertools.count(1)

    def start(**options):
        gateway = Gateway(tmp_path / f"gateway{next(numbers)}", **options)
        gateway.folder.mkdir()
        started.append(gateway)
        return gateway.start()

    yield start
    try:
        for gateway in started:
            finish(gateway)
    finally:
        for gateway in started:
            gateway.kill()


def finish(gateway):
    if gateway.is_running():
        if gateway.scrapes:
            gateway.assert_books_balance()
        gateway.stop()
    if gateway.process.returncode in (0, 75):
        assert not imbalances(gateway.final_books()), gateway.log().splitlines()[-1]


@pytest.fixture
def collectors():
    """Ends whatever is appended to it, after the gateways."""
    started = []
    yield started
    for collector in started:
        collector.stop()


@pytest.fixture
def grpc_collector(collectors):
    collectors.append(GRPCCollector())
    return collectors[-1]


@pytest.fixture
def http_collector(collectors):
    collectors.append(HTTPCollector())
    return collectors[-1]


@pytest.fixture(scope="session")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))
