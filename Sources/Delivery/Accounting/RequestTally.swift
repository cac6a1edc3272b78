package import TelemetryEngine

/// What the engine made of one request, in items: `received = rejected + sampledOut + kept`.
package struct RequestTally: Sendable, Equatable {
  package var signal: Signal
  package var received: Int
  /// Items that were invalid by themselves.
  package var rejected: ReasonCounts<RejectReason>
  package var sampledOut: Int
  /// What goes to the targets.
  package var kept: Int { received - rejected.total - sampledOut }

  package init(
    signal: Signal, received: Int, rejected: ReasonCounts<RejectReason> = .init(), sampledOut: Int = 0
  ) {
    self.signal = signal
    self.received = received
    self.rejected = rejected
    self.sampledOut = sampledOut
  }
}
