"""A configuration that is loaded again: what is valid takes over without a loss, what is not changes nothing."""

import http.client
import json
import os
import shutil
import signal
import ssl
import threading

import grpc
import pytest
from harness import otlp
from harness.client import PROTOBUF, assert_serves, call, grpc_channel, post
from harness.collector import Answer
from harness.grpc_collector import GRPCCollector
from harness.http_collector import HTTPCollector
from harness.ports import ReservedPort, free_ports, is_listening
from harness.sdk import SDK
from harness.waiting import eventually

RETRY = {"initial_interval": "20ms", "max_interval": "100ms"}


def target(collector, **settings):
    return {"endpoint": collector.endpoint, "retry": RETRY} | settings


def spans(count):
    return otlp.traces(*(otlp.span() for _ in range(count)))


def keep_alive(gateway, port=None):
    return http.client.HTTPConnection("127.0.0.1", port or gateway.http_port, timeout=10)


def post_over(connection, request):
    connection.request("POST", "/v1/traces", request.SerializeToString(), {"Content-Type": PROTOBUF})
    answer = connection.getresponse()
    answer.read()
    return answer


# What changes


def test_a_changed_sampler_holds_from_the_next_request_on(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    call(gateway, spans(3))
    gateway.reload(settings={"sampling": {"sampler": "always_off"}})
    call(gateway, spans(4))
    books = gateway.assert_books_balance()["traces"]
    assert (books["received"], books["sampled_out"]) == (7, 4)
    assert "sampling.sampler changed from always_on to always_off" in gateway.log()


def test_what_happens_to_telemetry_changes(start_gateway, grpc_collector):
    """Privacy, service attributes and the batches' delay, all in one reload."""
    gateway = start_gateway(targets={"default": target(grpc_collector)})
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
    call(gateway, spans(5))
    assert gateway.assert_books_balance()["traces"]["sampled_out"] == 5


def test_telemetry_is_switched_off_and_on_again(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    call(gateway, spans(2))
    grpc_collector.wait_for_spans(2)
    gateway.write(settings={"enabled": False})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: not is_listening(gateway.metrics_port), what="a closed metrics listener")
    assert_serves(gateway)
    gateway.write(settings={})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: is_listening(gateway.metrics_port), what="an open metrics listener")
    call(gateway, spans(3))
    grpc_collector.wait_for_spans(5)
    gateway.assert_books_balance()
    assert gateway.metrics().sum("dropped_items_total", target="default", reason="disabled") == 2
    assert gateway.metrics().sum("delivered_items_total", target="default", signal="traces") == 5


# Targets


@pytest.mark.parametrize("protocol", ["grpc", "http"])
def test_a_moved_target_keeps_what_was_waiting(start_gateway, collectors, grpc_collector, protocol):
    """Its queue goes to the new place, nothing twice and nothing lost; an SDK notices nothing."""
    dead = ReservedPort()
    gateway = start_gateway(targets={"default": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": RETRY}})
    sdk = SDK(gateway, protocol=protocol)
    for _ in range(10):
        sdk.tracer.start_span("before").end()
    sdk.close()
    eventually(lambda: gateway.metrics().sum("send_attempts_total") >= 1, what="an attempt")
    collectors.append(collector := HTTPCollector())
    gateway.reload(targets={"default": target(collector)})
    call(gateway, otlp.traces(otlp.span("after")))
    collector.wait_for_spans(11)
    books = gateway.assert_books_balance()["traces"]["targets"]["default"]
    assert (books["delivered"], books["dropped"]) == (11, 0)
    assert len({span.span_id for span in collector.spans()}) == len(collector.spans()) == 11


def test_what_is_on_its_way_when_a_target_moves_is_not_sent_twice(start_gateway, collectors):
    """The old place still answers what it was sent; what it refuses goes to the new one."""
    collectors += (old := GRPCCollector()), (new := GRPCCollector())
    asked, may_answer = [], []
    old_answer = grpc.StatusCode.UNAUTHENTICATED

    def decide(request):
        asked.append(request)
        eventually(lambda: may_answer, what="the test's leave to answer")
        return Answer() if len(asked) == 1 else Answer(code=old_answer)

    old.decide = decide
    gateway = start_gateway(targets={"default": target(old)})
    call(gateway, otlp.traces(otlp.span("first")))
    eventually(lambda: len(asked) == 1, what="the first request on its way")
    gateway.reload(targets={"default": target(new)})
    call(gateway, otlp.traces(otlp.span("second")))
    new.wait_for_spans(1)
    may_answer.append(True)
    eventually(lambda: gateway.assert_books_balance()["traces"]["targets"]["default"]["delivered"] == 2,
               what="two delivered spans")
    assert old.span_names() == ["first"] and new.span_names() == ["second"]


def test_new_credentials_save_what_the_old_ones_could_not_send(start_gateway, grpc_collector, tmp_path):
    token = tmp_path / "token"
    token.write_text("expired")
    authorised = []

    def take(signal_name, message, body, headers):
        good = headers.get("authorization") == "Bearer fresh"
        authorised.append(good)
        grpc_collector.decide = lambda request: (
            Answer() if good else Answer(code=grpc.StatusCode.UNAVAILABLE))
        return type(grpc_collector).take(grpc_collector, signal_name, message, body, headers)

    grpc_collector.take = take
    gateway = start_gateway(
        targets={"default": target(grpc_collector, headers={"authorization": f"Bearer ${{file:{token}}}"})})
    call(gateway, spans(3))
    eventually(lambda: authorised, what="an attempt with the old token")
    token.write_text("fresh")
    gateway.reload()
    grpc_collector.wait_for_spans(3)
    assert "targets.default.headers.authorization changed; it is secret" in gateway.log()
    assert "fresh" not in gateway.log() and "expired" not in gateway.log()


def test_targets_come_and_go(start_gateway, collectors):
    """Each gets what was accepted while it was there; the rest of its account says why it has no more."""
    collectors += (first := GRPCCollector()), (second := GRPCCollector())
    gateway = start_gateway(targets={"first": target(first)})
    call(gateway, otlp.traces(otlp.span("one")))
    gateway.reload(targets={"first": target(first), "second": target(second)})
    call(gateway, otlp.traces(otlp.span("both")))
    gateway.reload(targets={"second": target(second)})
    call(gateway, otlp.traces(otlp.span("two")))
    second.wait_for_spans(2)
    first.wait_for_spans(2)
    assert sorted(first.span_names()) == ["both", "one"]
    assert sorted(second.span_names()) == ["both", "two"]
    gateway.assert_books_balance()
    for name in ("first", "second"):
        assert gateway.metrics().sum("dropped_items_total", target=name, reason="not_configured") == 1
    gateway.reload(targets={"first": target(first), "second": target(second)})
    call(gateway, otlp.traces(otlp.span("again")))
    eventually(lambda: gateway.metrics().sum("delivered_items_total", target="first") == 3, what="a third span")
    gateway.assert_books_balance()
    assert "targets.second is added" in gateway.log() and "targets.first is removed" in gateway.log()


def test_a_removed_target_finishes_its_queue(start_gateway, collectors, grpc_collector):
    may_answer = []
    collectors.append(slow := GRPCCollector())
    slow.decide = lambda request: Answer() if may_answer else Answer(code=grpc.StatusCode.UNAVAILABLE)
    gateway = start_gateway(targets={"slow": target(slow), "default": target(grpc_collector)})
    call(gateway, spans(20))
    eventually(lambda: slow.attempts, what="an attempt")
    gateway.reload(targets={"default": target(grpc_collector)})
    may_answer.append(True)
    slow.wait_for_spans(20)
    books = gateway.assert_books_balance()["traces"]["targets"]["slow"]
    assert (books["delivered"], books["dropped"], books["queued"]) == (20, 0, 0)


def test_a_removed_target_that_is_dead_ends_with_its_time(start_gateway, grpc_collector):
    dead = ReservedPort()
    settings = {"delivery": {"drain_timeout": "300ms"}}
    both = {
        "dead": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": RETRY}, "default": target(grpc_collector)}
    gateway = start_gateway(targets=both, settings=settings)
    call(gateway, spans(20))
    gateway.reload(targets={"default": both["default"]})
    assert gateway.get(gateway.admin_port, "/readyz")[0] == 200
    eventually(
        lambda: gateway.metrics().sum("dropped_items_total", target="dead", reason="target_removed") == 20,
        what="20 spans dropped as target_removed")
    assert gateway.metrics().sum("queue_bytes", target="dead") == 0
    call(gateway, spans(5))
    grpc_collector.wait_for_spans(25)
    books = gateway.assert_books_balance()["traces"]["targets"]
    assert books["default"]["delivered"] == 25 and books["dead"]["dropped"] == 25
    assert "removed target dead did not take everything" in gateway.log()


def test_a_target_that_comes_back_has_its_queue_still(start_gateway, collectors, grpc_collector):
    dead = ReservedPort()
    gateway = start_gateway(targets={
        "other": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": RETRY}, "default": target(grpc_collector)})
    call(gateway, spans(20))
    gateway.reload(targets={"default": target(grpc_collector)})
    collectors.append(other := GRPCCollector())
    gateway.reload(targets={"other": target(other), "default": target(grpc_collector)})
    other.wait_for_spans(20)
    gateway.assert_books_balance()


def test_queue_and_retry_settings_hold_for_what_waits(start_gateway):
    dead = ReservedPort()
    base = {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": {"initial_interval": "20ms"}}
    gateway = start_gateway(targets={"default": base | {"queue": {"max_size": "1KiB"}}})
    large = otlp.padded_traces(5000)
    assert post(gateway, large).status in (413, 429, 503)
    gateway.reload(targets={"default": base | {"queue": {"max_size": "1MiB"}}})
    assert post(gateway, large).status == 200
    assert gateway.metrics().sum("queue_limit_bytes") == 1 << 20
    gateway.reload(targets={"default": base | {
        "queue": {"max_size": "1MiB"}, "retry": {"initial_interval": "20ms", "give_up_after": "1ms"}}})
    eventually(lambda: gateway.metrics().sum("dropped_items_total", reason="expired") >= 1, what="an expired span")


def test_a_file_target_is_opened_once(start_gateway, tmp_path):
    """The same file under another name, and then another file."""
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    gateway = start_gateway(targets={"a": {"endpoint": f"file://{one}"}})
    for turn, targets in enumerate((
        {"a": {"endpoint": f"file://{one}"}}, {"b": {"endpoint": f"file://{one}"}},
        {"b": {"endpoint": f"file://{two}"}},
    )):
        gateway.write(targets=targets)
        gateway.reload("applied" if turn else "unchanged")
        call(gateway, otlp.traces(otlp.span(f"turn{turn}")))
        gateway.assert_books_balance()
    eventually(lambda: two.exists() and "turn2" in two.read_text(), what="the third span in the second file")
    assert "turn0" in one.read_text() and "turn1" in one.read_text() and "turn2" not in one.read_text()


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
    gateway = start_gateway(targets={"default": target(grpc_collector)})
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
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    free, = free_ports(1)
    gateway.reload("refused", settings={
        "receivers": {"otlp": {"http": {"listen": f"127.0.0.1:{free}"}}}, "admin": {"listen": taken.address}})
    assert f"cannot listen on {taken.address}" in gateway.log()
    assert not is_listening(free)
    assert_serves(gateway)


def test_listeners_that_gave_way_in_vain_come_back(start_gateway, grpc_collector):
    """The receiver may have the metrics' port only if the metrics get another."""
    taken = ReservedPort().listen()
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    gateway.reload("refused", settings={
        "receivers": {"otlp": {"http": {"listen": f"127.0.0.1:{gateway.metrics_port}"}}},
        "prometheus": {"port": taken.number}})
    assert_serves(gateway)
    gateway.metrics()


# Listeners


def test_a_listener_that_did_not_change_keeps_its_connections(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    connection = keep_alive(gateway)
    assert post_over(connection, spans(1)).status == 200
    socket = connection.sock
    with grpc_channel(gateway) as channel:
        call(gateway, spans(1), channel=channel)
        admin, = free_ports(1)
        gateway.write(settings={"admin": {"listen": f"127.0.0.1:{admin}"}, "prometheus": {"path": "/numbers"}})
        gateway.process.send_signal(signal.SIGHUP)
        eventually(lambda: is_listening(admin) and not is_listening(gateway.admin_port), what="the admin page moved")
        assert gateway.get(gateway.metrics_port, "/numbers")[0] == 200
        assert gateway.get(gateway.metrics_port, "/metrics")[0] == 404
        gateway.admin_port = admin
        assert post_over(connection, spans(1)).status == 200 and connection.sock is socket
        call(gateway, spans(1), channel=channel)
    gateway.write(settings={"admin": {"listen": f"127.0.0.1:{admin}"}})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.get(gateway.metrics_port, "/metrics")[0] == 200, what="/metrics again")


def test_connections_of_a_moved_receiver_end_well(start_gateway, grpc_collector):
    """HTTP/1.1 hears `Connection: close` with its next answer; gRPC gets a GOAWAY and loses no call."""
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    connection = keep_alive(gateway)
    assert post_over(connection, spans(1)).getheader("Connection") is None
    with grpc_channel(gateway) as channel:
        call(gateway, spans(1), channel=channel)
        states = []
        channel.subscribe(states.append)
        new_http, new_grpc = free_ports(2)
        gateway.reload(settings={"receivers": {"otlp": {
            "http": {"listen": f"127.0.0.1:{new_http}"}, "grpc": {"listen": f"127.0.0.1:{new_grpc}"}}}})
        assert not is_listening(gateway.http_port) and not is_listening(gateway.grpc_port)
        answer = post_over(connection, spans(1))
        assert (answer.status, answer.getheader("Connection")) == (200, "close")
        eventually(lambda: grpc.ChannelConnectivity.IDLE in states, what="a channel that was asked to go")
    gateway.http_port, gateway.grpc_port = new_http, new_grpc
    assert_serves(gateway)


def test_receivers_swap_their_ports(start_gateway, grpc_collector):
    gateway = start_gateway(targets={"default": target(grpc_collector)})
    gateway.reload(settings={"receivers": {"otlp": {
        "http": {"listen": gateway.grpc}, "grpc": {"listen": gateway.http}}}})
    gateway.http_port, gateway.grpc_port = gateway.grpc_port, gateway.http_port
    assert_serves(gateway)


def test_the_metrics_listener_widens_on_its_port(start_gateway):
    gateway = start_gateway(targets={"default": {"endpoint": "discard:"}})
    gateway.write(settings={"prometheus": {"host": "0.0.0.0"}})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: f"address=0.0.0.0:{gateway.metrics_port}" in gateway.log(), what="the wider listener")
    assert gateway.reloads()["applied"] == 1


# Certificates


def served_certificate(port, certificates):
    """What a new connection is shown, and the connection."""
    context = ssl.create_default_context(cafile=certificates.cert("authority"))
    context.check_hostname = False
    connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=10)
    connection.connect()
    return connection.sock.getpeercert(binary_form=True), connection


def pair(certificates, folder, name):
    shutil.copy(certificates.cert(name), folder / "tls.pem")
    shutil.copy(certificates.key(name), folder / "tls.key")


def test_renewed_certificates_are_for_new_connections(start_gateway, certificates, tmp_path):
    pair(certificates, tmp_path, "server")
    tls = {"cert_file": str(tmp_path / "tls.pem"), "key_file": str(tmp_path / "tls.key")}
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}},
        settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    before, connection = served_certificate(gateway.http_port, certificates)
    assert post_over(connection, spans(1)).status == 200
    pair(certificates, tmp_path, "elsewhere")
    gateway.reload()
    assert "receivers.otlp.http.tls.cert_file names a file with new contents" in gateway.log()
    after, other = served_certificate(gateway.http_port, certificates)
    assert after != before
    assert post_over(other, spans(1)).status == 200
    assert post_over(connection, spans(1)).getheader("Connection") is None
    # Half a renewal is refused, and the certificate that is served stays.
    shutil.copy(certificates.key("server"), tmp_path / "tls.key")
    gateway.reload("refused")
    assert served_certificate(gateway.http_port, certificates)[0] == after


def test_a_target_takes_its_renewed_authority(start_gateway, collectors, certificates, tmp_path):
    authority = tmp_path / "ca.pem"
    shutil.copy(certificates.cert("stranger"), authority)
    collectors.append(collector := HTTPCollector(tls=(certificates.cert("server"), certificates.key("server"))))
    gateway = start_gateway(targets={"default": target(collector, tls={"ca_file": str(authority)})})
    call(gateway, spans(2))
    eventually(lambda: gateway.metrics().sum("send_attempts_total", outcome="unanswered") >= 1, what="a failure")
    shutil.copy(certificates.cert("authority"), authority)
    gateway.reload()
    collector.wait_for_spans(2)


def test_whoever_no_longer_would_be_let_in_has_to_go(start_gateway, certificates):
    """Clients must be known from now on: those who came before are asked to go."""
    tls = {"cert_file": certificates.cert("server"), "key_file": certificates.key("server")}
    gateway = start_gateway(
        targets={"default": {"endpoint": "discard:"}}, settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    _, connection = served_certificate(gateway.http_port, certificates)
    assert post_over(connection, spans(1)).status == 200
    tls = tls | {"client_ca_file": certificates.cert("authority")}
    gateway.reload(settings={"receivers": {"otlp": {"http": {"tls": tls}}}})
    assert post_over(connection, spans(1)).getheader("Connection") == "close"
    with pytest.raises((http.client.HTTPException, OSError)):
        post_over(served_certificate(gateway.http_port, certificates)[1], spans(1))


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
    gateway = start_gateway(targets={"default": target(grpc_collector)}, arguments=["--watch"])
    publish(gateway, "first")
    link(gateway.config, "..data/hephaestus.yaml")
    eventually(lambda: gateway.reloads()["unchanged"] == 1, what="a look at the link")
    publish(gateway, "second", settings={"sampling": {"sampler": "always_off"}})
    eventually(lambda: gateway.reloads()["applied"] == 1, what="a reload without a signal")
    call(gateway, spans(3))
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
        targets={"default": {"endpoint": f"grpc://127.0.0.1:{dead.number}", "retry": RETRY}})
    call(gateway, spans(1))
    gateway.process.send_signal(signal.SIGTERM)
    eventually(lambda: "draining" in gateway.log(), what="the drain")
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: "ignored a reload" in gateway.log(), within=0.9, what="a signal that is ignored")
    gateway.wait(within=15)


# The whole of it


def test_a_hundred_reloads_under_load_lose_nothing(start_gateway, collectors):
    """Thirty of them bad. Senders keep their connections from the first request to the last."""
    collectors += (one := GRPCCollector()), (two := GRPCCollector())
    gateway = start_gateway(targets={"default": target(one)})
    load = SteadyLoad(gateway)
    try:
        for number in range(100):
            if number % 10 in (3, 6, 9):
                gateway.config.write_text(list(BAD_FILES.values())[number % len(BAD_FILES)])
                gateway.reload("refused")
            else:
                change_something(gateway, number, one, two)
            load.wait(3)
    finally:
        load.stop()
    assert not load.failures, load.failures[:3]
    sent = [span.span_id for span in otlp.spans_in(load.acknowledged)]
    eventually(lambda: len(one.spans()) + len(two.spans()) >= len(sent), what="every span at one of the collectors")
    arrived = [span.span_id for collector in (one, two) for span in collector.spans()]
    assert sorted(arrived) == sorted(sent), f"{len(sent)} acknowledged, {len(arrived)} arrived"
    books = gateway.assert_books_balance()["traces"]
    assert books["targets"]["default"]["delivered"] == books["received"] == len(sent)
    assert gateway.reloads() == {"applied": 70, "refused": 30, "unchanged": 0}


BAD_FILES = {
    "syntax": "{ not: [yaml",
    "version": '{"version": 7}',
    "no profile": '{"version": 1, "profiles": {}}',
    "needs a restart": '{"version": 1, "profiles": {"test": {"limits": {"loops": 9}}}}',
}


def change_something(gateway, number, one, two):
    """Another place for the target every time, and every third time one more target or one fewer."""
    targets = {"default": target((one, two)[number % 2], compression=("gzip", "none")[number % 2])}
    if number % 3 == 0:
        targets["extra"] = {"endpoint": "discard:", "required": False}
    gateway.reload(targets=targets, settings={
        "delivery": {"batch": {"max_delay": f"{number % 7 + 1}ms"}},
        "service": {"attributes": {"turn": str(number)}},
        "limits": {"memory": f"{256 + number}MiB"},
    })


class SteadyLoad:
    """Senders that each use one connection, and take any failure for a fault."""

    def __init__(self, gateway):
        self.acknowledged = []
        self.failures = []
        self._acknowledgements = threading.Semaphore(0)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=send, args=(gateway,)) for send in (self._http, self._grpc) * 2]
        for thread in self._threads:
            thread.start()

    def _http(self, gateway):
        connection = keep_alive(gateway)
        connection.connect()
        socket = connection.sock
        self._send(lambda request: post_over(connection, request).status == 200 and connection.sock is socket)

    def _grpc(self, gateway):
        with grpc_channel(gateway) as channel:
            states = []
            channel.subscribe(states.append)
            self._send(lambda request: call(gateway, request, channel=channel, timeout=10) == b"" and (
                grpc.ChannelConnectivity.TRANSIENT_FAILURE not in states and states.count(
                    grpc.ChannelConnectivity.READY) <= 1))

    def _send(self, send):
        while not self._stop.is_set():
            request = spans(5)
            try:
                if not send(request):
                    self.failures.append("a request that was refused, or a connection that was lost")
            except (OSError, http.client.HTTPException, grpc.RpcError) as error:
                self.failures.append(repr(error))
                return
            self.acknowledged.append(request)
            self._acknowledgements.release()

    def wait(self, requests):
        for _ in range(requests):
            assert self._acknowledgements.acquire(timeout=20), f"the load came to a halt: {self.failures[:3]}"

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join(20)
