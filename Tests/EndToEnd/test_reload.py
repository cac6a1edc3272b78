"""A configuration that is loaded again: what is valid takes over, what is not changes nothing."""

import json
import os
import signal

import pytest
from harness import otlp
from harness.client import assert_serves, call, post
from harness.collector import SOON
from harness.ports import ReservedPort, free_ports, is_listening
from harness.waiting import eventually


def test_a_changed_sampler_holds_from_the_next_request_on(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    call(gateway, otlp.spans(3))
    gateway.reload(settings={"sampling": {"sampler": "always_off"}})
    call(gateway, otlp.spans(4))
    books = gateway.assert_books_balance()["traces"]
    assert (books["received"], books["sampled_out"]) == (7, 4)
    assert "sampling.sampler changed from always_on to always_off" in gateway.log()


def test_what_happens_to_telemetry_changes(start_gateway, grpc_collector):
    """Privacy, service attributes and the batches' delay, all in one reload."""
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    secret = otlp.traces(otlp.span(with_attributes={"user.email": "jane@example.com"}))
    call(gateway, secret)
    grpc_collector.wait_for_spans(1)
    assert b"jane@example.com" in grpc_collector.everything_received()
    grpc_collector.attempts.clear()
    gateway.reload(settings={
        "privacy": {"mode": "strict"}, "service": {"attributes": {"team": "forge"}},
        "delivery": {"batch": {"max_delay": "50ms"}}})
    call(gateway, secret)
    grpc_collector.wait_for_spans(1)
    assert b"jane@example.com" not in grpc_collector.everything_received()
    assert b"forge" in grpc_collector.everything_received()


def test_limits_and_the_log_change(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    large = otlp.padded_traces(20_000)
    assert post(gateway, large).status == 200
    gateway.reload(settings={
        "receivers": {"otlp": {"max_message_size": "10KiB"}}, "limits": {"memory": "64MiB"},
        "logging": {"format": "json", "level": "debug"}})
    assert post(gateway, large).status == 413
    assert gateway.metrics().sum("memory_limit_bytes") == 64 << 20
    last = json.loads(gateway.log().splitlines()[-1])
    assert (last["level"], last["kind"]) == ("debug", "refused_too_large")


def test_an_unchanged_file_changes_nothing(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    gateway.config.write_text("# now with a comment\n" + gateway.config.read_text())
    gateway.reload("unchanged")
    assert gateway.metrics().sum("config_last_reload_successful") == 1


def test_the_command_line_and_the_environment_of_the_start_still_hold(start_gateway):
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}}, arguments=["--set", "sampling.ratio=0.5"],
        env={"OTEL_TRACES_SAMPLER": "always_off"})
    gateway.reload("unchanged", settings={"sampling": {"sampler": "always_on", "ratio": 0.1}})
    call(gateway, otlp.spans(5))
    assert gateway.assert_books_balance()["traces"]["sampled_out"] == 5


def test_telemetry_is_switched_off_and_on_again(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    call(gateway, otlp.spans(2))
    grpc_collector.wait_for_spans(2)
    gateway.write(settings={"enabled": False})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: not is_listening(gateway.metrics_port), what="a closed metrics listener")
    assert_serves(gateway)
    gateway.write(settings={})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: is_listening(gateway.metrics_port), what="an open metrics listener")
    # Listeners are opened first: nothing that comes after can fail.
    eventually(lambda: gateway.reloads()["applied"] == 2, what="the end of the reload")
    call(gateway, otlp.spans(3))
    grpc_collector.wait_for_spans(5)
    gateway.assert_books_balance()
    assert gateway.metrics().sum("dropped_items_total", target="default", reason="disabled") == 2
    assert gateway.metrics().sum("delivered_items_total", target="default", signal="traces") == 5


# Refusals


BAD = {
    "syntax": ("{ not: [yaml", "HG001"),
    "unknown bundle": ({"bundles": ["nowhere"]}, "HG006"),
    "wrong value": ({"sampling": {"ratio": 7}}, "HG004"),
    "needs a restart": ({"limits": {"loops": 7}}, "`limits.loops` can only change with a restart"),
    "certificate": (
        {"targets": {"default": {"endpoint": "https://localhost:1", "tls": {"ca_file": "/nowhere.pem"}}}},
        "/nowhere.pem"),
}


@pytest.mark.parametrize("bad, finding", BAD.values(), ids=BAD.keys())
def test_what_is_wrong_changes_nothing(start_gateway, grpc_collector, bad, finding):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    good = gateway.config.read_text()
    # A change that would be valid beside the one that is not: neither happens.
    profile = gateway.profile() | {"service": {"name": "changed"}}
    gateway.config.write_text(
        bad if isinstance(bad, str) else json.dumps({"version": 1, "profiles": {"test": profile | bad}}))
    gateway.reload("refused")
    assert finding in gateway.log() and "refused the configuration" in gateway.log()
    assert gateway.get(gateway.admin_port, "/readyz")[0] == 200
    assert gateway.metrics().sum("config_last_reload_successful") == 0
    assert_serves(gateway)
    grpc_collector.wait_for_spans(2)
    assert b"changed" not in grpc_collector.everything_received()
    gateway.config.write_text(good)
    gateway.reload("unchanged")
    assert gateway.metrics().sum("config_last_reload_successful") == 1


def test_a_file_that_is_gone_is_not_replaced_by_the_built_in_one(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    gateway.config.unlink()
    gateway.reload("refused")
    assert "cannot be opened" in gateway.log()


def test_an_address_that_is_taken_is_refused_whole(start_gateway, grpc_collector):
    """No other listener moves, and none is closed."""
    taken = ReservedPort().listen()
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    free, = free_ports(1)
    gateway.reload("refused", settings={
        "receivers": {"otlp": {"http": {"listen": f"127.0.0.1:{free}"}}}, "admin": {"listen": taken.address}})
    assert f"cannot listen on {taken.address}" in gateway.log()
    assert not is_listening(free)
    assert_serves(gateway)


def test_listeners_that_gave_way_in_vain_come_back(start_gateway, grpc_collector):
    """The receiver may have the metrics' port only if the metrics get another."""
    taken = ReservedPort().listen()
    gateway = start_gateway(targets={"default": grpc_collector.as_target()})
    gateway.reload("refused", settings={
        "receivers": {"otlp": {"http": {"listen": f"127.0.0.1:{gateway.metrics_port}"}}},
        "prometheus": {"port": taken.number}})
    assert_serves(gateway)
    gateway.metrics()


# When


def publish(gateway, version, **changes):
    """A new version of a Kubernetes ConfigMap: another directory, and one link that is swapped."""
    directory = gateway.folder / version
    directory.mkdir()
    (directory / "hephaestus.yaml").write_text(gateway.text(**changes))
    link(gateway.folder / "..data", directory)


def link(path, to):
    os.symlink(to, path.with_name("link"))
    os.replace(path.with_name("link"), path)


def test_watch_follows_a_config_map(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": grpc_collector.as_target()}, arguments=["--watch"])
    publish(gateway, "first")
    link(gateway.config, "..data/hephaestus.yaml")
    eventually(lambda: gateway.reloads()["unchanged"] == 1, what="a look at the link")
    publish(gateway, "second", settings={"sampling": {"sampler": "always_off"}})
    eventually(lambda: gateway.reloads()["applied"] == 1, what="a reload without a signal")
    call(gateway, otlp.spans(3))
    assert gateway.assert_books_balance()["traces"]["sampled_out"] == 3
    publish(gateway, "third", settings={"sampling": {"sampler": "sometimes"}})
    eventually(lambda: gateway.reloads()["refused"] == 1, what="a refusal without a signal")
    assert gateway.reloads() == {"applied": 1, "refused": 1, "unchanged": 1}


def test_watch_sees_every_file_that_counts(start_gateway, tmp_path):
    """Included ones, ones that a pattern would include, referenced ones, and an editor's rename."""
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}}, arguments=["--watch"])
    bundles = gateway.folder / "bundles"
    bundles.mkdir()
    token = tmp_path / "token"
    token.write_text("one")
    targets = {"default": {"endpoint": "http://localhost:1", "headers": {"x": f"${{file:{token}}}"}}}
    whole = json.loads(gateway.text(targets=targets)) | {"include": ["bundles/*.yaml"]}

    def rename(path, text):
        path.with_name(".draft").write_text(text)
        os.replace(path.with_name(".draft"), path)

    steps = [
        lambda: rename(gateway.config, json.dumps(whole)),
        lambda: token.write_text("two"),
        lambda: rename(bundles / "a.yaml", '{"bundles": {"a": {"service": {"name": "a"}}}}'),
        lambda: rename(gateway.config, json.dumps(
            whole | {"profiles": {"test": whole["profiles"]["test"] | {"bundles": ["a"]}}})),
        lambda: (bundles / "a.yaml").write_text('{"bundles": {"a": {"service": {"name": "b"}}}}'),
    ]
    applied = [1, 2, 2, 3, 4]
    for number, (step, count) in enumerate(zip(steps, applied, strict=True)):
        step()
        eventually(lambda: sum(gateway.reloads().values()) == number + 1,  # noqa: B023
                   what=f"reload {number + 1}")
        assert gateway.reloads()["applied"] == count, gateway.log()


def test_without_watch_nothing_is_watched(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    gateway.write(settings={"sampling": {"sampler": "always_off"}})
    gateway.reload()
    assert sum(gateway.reloads().values()) == 1


def test_many_signals_at_once_are_few_reloads(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    for ratio in range(50):
        gateway.write(settings={"sampling": {"sampler": "traceidratio", "ratio": ratio / 100}})
        gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "to 0.49" in gateway.log(), what="the last of the changes")
    assert_serves(gateway)


def test_a_signal_during_the_drain_is_ignored(start_gateway):
    dead = ReservedPort()
    gateway = start_gateway(
        exits=(75,), settings={"delivery": {"drain_timeout": "1s"}},
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": SOON}})
    call(gateway, otlp.spans(1))
    gateway.process.send_signal(signal.SIGTERM)
    eventually(lambda: "draining" in gateway.log(), what="the drain")
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "ignored a reload" in gateway.log(), within=0.9, what="a signal that is ignored")
    gateway.wait(within=15)
