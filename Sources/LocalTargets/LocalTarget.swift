package import TelemetryEngine

/// A target on this machine, which needs no connection. Every event loop of the process may hand it
/// batches; how many wait in it is bounded by the credit of the queues that feed it.
package protocol LocalTarget: Sendable {
  /// Takes a batch and returns at once.
  ///
  /// - Parameters:
  ///   - signal: what the bytes are an `Export…ServiceRequest` of.
  ///   - bytes: the memory that holds the request.
  ///   - range: where in `bytes` it is.
  ///   - completion: called exactly once, on a thread of the target's own.
  func write(
    _ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>,
    completion: @escaping @Sendable (ExportOutcome) -> Void)

  /// Returns when everything handed over before has its outcome and what the target holds is freed.
  /// Batches that come later end unanswered.
  func close() async
}
