import Delivery
import Gateway
import PrometheusExport
import TelemetryEngine
import Testing

@Suite struct SelfMetricsSnapshotTests {
  /// A loop with one delivered and one queued batch of traces, and metrics that nobody takes.
  static func report() -> LoopReport {
    let targets = [
      DeliveryTarget(
        name: "default", signals: [.traces, .logs], isRequired: true, settings: .init(),
        budget: QueueBudget(max: 4096))
    ]
    let delivery = LoopDelivery(
      DeliveryPlan(targets: targets, batch: BatchLimits(maxItems: 3)), memory: QueueBudget(max: 1 << 20),
      seed: 1)
    func offer(_ signal: Signal, _ received: Int, sampledOut: Int = 0) -> [SendOrder] {
      delivery.assembler(signal).buffer.append([UInt8](repeating: 1, count: 10))
      let tally = RequestTally(signal: signal, received: received, sampledOut: sampledOut)
      return delivery.offer(tally, now: MonotonicTime(nanoseconds: 0)).sends
    }
    for send in offer(.traces, 4, sampledOut: 1) {
      _ = delivery.sendFinished(target: 0, send.id, .accepted(.success), now: MonotonicTime(nanoseconds: 1))
    }
    _ = offer(.traces, 3)
    _ = offer(.metrics, 2)
    delivery.ledger.requests.add(.init(signal: .traces, transport: .grpc, code: 0), count: 2)
    delivery.ledger.requests.add(.init(signal: nil, transport: .http, code: 404))
    var tally = SamplingTally()
    tally.count(.keptRatio)
    tally.count(.droppedRatio)
    tally.count(.inconsistentThreshold)
    delivery.ledger.sampling.add(.traces, .traceIDRatio, ServiceTally(service: 1, tally: tally))
    delivery.ledger.signals[.logs].redactions = [0, 4]
    return delivery.report
  }

  static func snapshot() -> SelfMetricsSnapshot {
    var sum = LoopReport(targets: report().ledger.targets)
    sum += report()
    sum += report()
    var snapshot = SelfMetricsSnapshot(
      delivery: sum, now: MonotonicTime(nanoseconds: 2_500_000_000))
    snapshot.redactionRules = ["email", "token"]
    snapshot.services = ["other", "shop"]
    snapshot.serviceOverflows = 7
    snapshot.connections = ["grpc": 3, "http": 0]
    snapshot.connectionsRefused = ["limit": 1]
    snapshot.protocolErrors = ["tls": 2]
    snapshot.memoryLimit = 1 << 20
    snapshot.process = .current()
    snapshot.version = "1.2.3"
    snapshot.reloads = ReloadLedger(start: 10)
    snapshot.reloads.count(.applied, at: 20)
    snapshot.reloads.count(.refused, at: 30)
    return snapshot
  }

  static let expected = [
    #"received_items_total{signal="traces"} 14.0"#, #"received_items_total{signal="logs"} 0.0"#,
    #"sampled_out_items_total{signal="traces"} 2.0"#,
    #"sampled_items_total{signal="traces",decision="kept",sampler="traceidratio",reason="ratio",service="shop"} 2.0"#,
    #"sampled_items_total{signal="traces",decision="dropped",sampler="traceidratio",reason="ratio",service="shop"} 2.0"#,
    #"trace_state_faults_total{kind="inconsistent_threshold"} 2.0"#,
    #"trace_state_faults_total{kind="overlong_entry"} 0.0"#, "sampling_service_overflow_total 7.0",
    #"rejected_items_total{signal="logs",reason="invalid_id"} 0.0"#,
    #"delivered_items_total{target="default",signal="traces"} 6.0"#,
    #"queued_items{target="default",signal="traces"} 6.0"#,
    #"replayed_items_total{target="default",signal="traces"} 0.0"#,
    #"dropped_items_total{target="default",signal="logs",reason="expired"} 0.0"#,
    #"dropped_items_total{target="",signal="metrics",reason="no_target"} 4.0"#,
    #"send_attempts_total{target="default",outcome="accepted"} 2.0"#,
    #"sent_bytes_total{target="default"} 40.0"#, #"queue_bytes{target="default"} 20.0"#,
    #"queue_limit_bytes{target="default"} 4096.0"#, #"queue_oldest_age_seconds{target="default"} 2.5"#,
    #"requests_total{signal="traces",transport="grpc",code="0"} 4.0"#,
    #"requests_total{signal="unknown",transport="http",code="404"} 2.0"#,
    #"redactions_total{rule="email",signal="logs"} 0.0"#,
    #"redactions_total{rule="token",signal="logs"} 8.0"#,
    #"redactions_total{rule="token",signal="traces"} 0.0"#,
    #"connections{receiver="grpc"} 3.0"#, #"connections_refused_total{reason="limit"} 1.0"#,
    #"protocol_errors_total{kind="tls"} 2.0"#, "memory_used_bytes 20.0", "memory_limit_bytes 1048576.0",
    #"build_info{version="1.2.3"} 1.0"#, "log_lines_suppressed_total 0.0",
    #"config_reloads_total{result="applied"} 1.0"#, #"config_reloads_total{result="refused"} 1.0"#,
    #"config_reloads_total{result="unchanged"} 0.0"#, "config_last_reload_successful 0.0",
    "config_last_reload_success_timestamp_seconds 20.0",
  ]

  @Test(arguments: expected) func theScrapeShows(_ line: String) {
    let text = render(Self.snapshot().families)
    #expect(text.contains("\nhephaestus_gw_\(line)\n"))
  }

  @Test func everyMetricOfTheContractIsThere() {
    let families = Self.snapshot().families
    #expect(families.map(\.name) == SelfMetric.all.map(\.name))
    #expect(families.filter(\.series.isEmpty).isEmpty)
  }

  @Test func aSignalWithoutATargetShowsItsDroppedItemsFromTheStart() {
    let report = LoopReport(targets: [.init(name: "default", signals: [.logs])], unroutedReason: .disabled)
    let snapshot = SelfMetricsSnapshot(delivery: report, now: MonotonicTime(nanoseconds: 0))
    let text = render(snapshot.families)
    let dropped = text.split(separator: "\n").filter { $0.contains(#"dropped_items_total{target="","#) }
    #expect(
      dropped
        == ["metrics", "traces"].map {
          #"hephaestus_gw_dropped_items_total{target="",signal="\#($0)",reason="disabled"} 0.0"#
        })
  }

  @Test func aTargetShowsOnlyTheSignalsItTakes() {
    let text = render(Self.snapshot().families)
    #expect(!text.contains(#"target="default",signal="metrics""#))
  }
}

/// A scrape in the text format.
private func render(_ families: [MetricFamily]) -> String {
  var renderer = ScrapeRenderer(families.map(\.exposed), .plain)
  var bytes: [UInt8] = []
  while let piece = renderer.next() { bytes += piece }
  return String(decoding: bytes, as: UTF8.self)
}
