internal import Transport

extension SelfMetricsSnapshot {
  /// Adds what the receivers counted.
  mutating func add(_ counters: ServerCounters, _ accept: AcceptCounters) {
    connections["otlp"] = counters.connectionsOpen
    for (reason, count) in accept.refused { connectionsRefused[reason.rawValue, default: 0] += count }
    if accept.failures > 0 { connectionsRefused["accept_failed"] = accept.failures }
    for (error, count) in counters.protocolErrors { protocolErrors[error.kind, default: 0] += count }
    for (reason, count) in counters.requestsRefused { protocolErrors[reason.rawValue, default: 0] += count }
    receivingBytes = counters.bufferedBytes
  }
}
