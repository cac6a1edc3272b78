internal import Delivery
package import PrometheusExport
internal import TelemetryEngine

extension SelfMetricsSnapshot {
  /// The families of all the gateway's own metrics. Counters that can move are there from the start,
  /// at 0, so that `rate` and `increase` see their first increment.
  package var families: [MetricFamily] {
    var families = SelfMetricFamilies()
    addSignals(to: &families)
    addSampling(to: &families)
    for target in delivery.ledger.targets.indices { addTarget(target, to: &families) }
    addUnrouted(to: &families)
    addTraffic(to: &families)
    addSeries(to: &families)
    addScrapes(to: &families)
    addReloads(to: &families)
    addProcess(to: &families)
    return families.inOrder
  }

  private func addSignals(to families: inout SelfMetricFamilies) {
    for signal in Signal.allCases {
      let ledger = delivery.ledger.signals[signal]
      families.add(.receivedItems, [signal.name], ledger.received)
      families.add(.sampledOutItems, [signal.name], ledger.sampledOut)
      families.add(.receivedBytes, [signal.name], ledger.receivedBytes)
      for reason in RejectReason.allCases {
        families.add(.rejectedItems, [signal.name, reason.name], ledger.rejected[reason])
      }
    }
  }

  private func addSampling(to families: inout SelfMetricFamilies) {
    let counts = delivery.ledger.sampling
    for (key, count) in counts.sorted {
      let service = key.service < services.count ? services[key.service] : "\(key.service)"
      families.add(
        .sampledItems,
        [
          key.signal.name, key.outcome.isKept ? "kept" : "dropped", key.sampler.name, key.outcome.reason,
          service,
        ], count)
    }
    for fault in TraceStateFault.allCases { families.add(.traceStateFaults, [fault.name], counts[fault]) }
    families.add(.samplingServiceOverflow, [], serviceOverflows)
  }

  private func addTarget(_ target: Int, to families: inout SelfMetricFamilies) {
    let ledger = delivery.ledger
    let name = ledger.targets[target].name
    for signal in Signal.allCases where ledger.takes(signal, target: target) {
      let items = ledger.perTarget[target].items[signal]
      families.add(.deliveredItems, [name, signal.name], items.delivered)
      families.add(.queuedItems, [name, signal.name], items.queued)
      families.add(.replayedItems, [name, signal.name], items.replayed)
      // That nobody took items can only befall a target that a reload added or removed.
      for reason in DropReason.allCases
      where (reason != .noTarget && reason != .disabled) || items.dropped[reason] > 0 {
        families.add(.droppedItems, [name, signal.name, reason.name], items.dropped[reason])
      }
    }
    for outcome in AttemptOutcome.allCases {
      families.add(.sendAttempts, [name, outcome.name], ledger.perTarget[target].attempts[outcome])
    }
    families.add(.sentBytes, [name], ledger.perTarget[target].sentBytes)
    let queue = delivery.queues[target]
    families.add(.queueBytes, [name], queue.bytes)
    families.add(.queueLimitBytes, [name], delivery.queueLimits[target])
    let age = queue.oldest.map { max(.zero, now.since($0)) } ?? .zero
    families.add(.queueOldestAge, [name], Double(age.wholeNanoseconds) / 1e9)
  }

  private func addUnrouted(to families: inout SelfMetricFamilies) {
    let ledger = delivery.ledger
    for signal in Signal.allCases where !ledger.isRouted(signal) {
      let counts = ledger.signals[signal].unrouted
      for reason in DropReason.allCases where reason == ledger.unroutedReason || counts[reason] > 0 {
        families.add(.droppedItems, ["", signal.name, reason.name], counts[reason])
      }
    }
  }

  private func addSeries(to families: inout SelfMetricFamilies) {
    families.add(.prometheusSeries, [], series)
    families.add(.prometheusSeriesLimit, [], seriesLimit)
    for reason in RefusedPoint.allCases {
      families.add(.prometheusRefusedPoints, [reason.rawValue], seriesCounts[reason])
    }
    for fault in StreamFault.allCases {
      families.add(.prometheusStreamFaults, [fault.rawValue], seriesCounts[fault])
    }
  }

  private func addScrapes(to families: inout SelfMetricFamilies) {
    for (status, count) in scrapes.byStatus.sorted(by: { $0.key < $1.key }) {
      families.add(.scrapes, ["\(status)"], count)
    }
    let omitted = scrapes.omitted
    families.add(.scrapeOmittedSeries, ["conflicting"], omitted.conflicting)
    families.add(.scrapeOmittedSeries, ["duplicate"], omitted.duplicate)
    families.add(.scrapeOmittedSeries, ["unrepresentable"], omitted.unrepresentable)
  }

  private func addTraffic(to families: inout SelfMetricFamilies) {
    for (key, count) in delivery.ledger.requests.sorted {
      let signal = key.signal?.name ?? "unknown"
      families.add(.requests, [signal, key.transport.rawValue, "\(key.code)"], count)
    }
    for (rule, name) in redactionRules.enumerated() {
      for signal in Signal.allCases {
        let counted = delivery.ledger.signals[signal].redactions
        families.add(.redactions, [name, signal.name], rule < counted.count ? counted[rule] : 0)
      }
    }
    for (receiver, count) in connections { families.add(.connections, [receiver], count) }
    for (reason, count) in connectionsRefused { families.add(.connectionsRefused, [reason], count) }
    for (kind, count) in protocolErrors { families.add(.protocolErrors, [kind], count) }
    families.add(.memoryUsed, [], delivery.memoryBytes + receivingBytes)
    families.add(.memoryLimit, [], memoryLimit)
    families.add(.logLinesSuppressed, [], logLinesSuppressed)
    families.add(.pluginSeriesOverflow, [], pluginSeriesOverflow)
    families.add(.pluginReporterOverflow, [], pluginReporterOverflow)
    families.add(.spanMetricsSeries, [], spanSeries)
    families.add(.spanMetricsOverflow, [], spanSeriesOverflow)
  }

  private func addReloads(to families: inout SelfMetricFamilies) {
    for result in ReloadLedger.Result.allCases {
      families.add(.configReloads, [result.rawValue], reloads.counts[result, default: 0])
    }
    families.add(.configLastReloadSuccessful, [], reloads.isLastSuccessful ? 1 : 0)
    families.add(.configLastReloadSuccessTime, [], reloads.lastSuccess)
  }

  private func addProcess(to families: inout SelfMetricFamilies) {
    families.add(.buildInfo, [version], 1)
    if let seconds = process.cpuSeconds { families.add(.cpuSeconds, [], seconds) }
    if let bytes = process.residentBytes { families.add(.residentMemory, [], bytes) }
    if let count = process.openFileDescriptors { families.add(.openFileDescriptors, [], count) }
    if let seconds = process.startTime { families.add(.startTime, [], seconds) }
  }
}

/// Families being filled, by the names of the contract.
private struct SelfMetricFamilies {
  private var series: [String: [MetricFamily.Series]] = [:]

  mutating func add(_ metric: SelfMetric, _ labels: [String], _ value: Int) {
    add(metric, labels, Double(value))
  }

  mutating func add(_ metric: SelfMetric, _ labels: [String], _ value: Double) {
    precondition(labels.count == metric.labels.count)
    let labels = zip(metric.labels, labels).map { MetricFamily.Label($0, $1) }
    series[metric.name, default: []].append(.init(labels, value))
  }

  var inOrder: [MetricFamily] {
    SelfMetric.all.map {
      MetricFamily(name: $0.name, help: $0.help, kind: $0.kind, series: series[$0.name] ?? [])
    }
  }
}
