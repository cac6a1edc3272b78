internal import Transport

extension SelfMetricsSnapshot {
  /// Adds what the receivers counted. Whatever can be counted is there from the start, at 0.
  mutating func add(_ counters: ServerCounters, _ accept: AcceptCounters) {
    connections["otlp"] = counters.connectionsOpen
    for reason in ConnectionLedger.Refusal.allCases {
      connectionsRefused[reason.rawValue] = accept.refused[reason, default: 0]
    }
    connectionsRefused["accept_failed"] = accept.failures
    let violations = HTTP2Violation.allCases.map(ServerCounters.ProtocolError.http2)
    for error in violations + [.http1, .pipelining] {
      protocolErrors[error.kind] = counters.protocolErrors[error, default: 0]
    }
    for reason in RefusalReason.allCases {
      protocolErrors[reason.rawValue, default: 0] += counters.requestsRefused[reason, default: 0]
    }
    receivingBytes = counters.bufferedBytes
  }
}
