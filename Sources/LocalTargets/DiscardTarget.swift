package import TelemetryEngine

/// The target `discard:`, which accepts everything and keeps nothing.
package struct DiscardTarget: LocalTarget {
  package init() {}

  /// Calls `completion` before it returns: there is nothing to wait for.
  package func write(
    _ signal: Signal, _ bytes: SealedBytes, _ range: Range<Int>,
    completion: @escaping @Sendable (ExportOutcome) -> Void
  ) {
    completion(.accepted(.success))
  }

  package func close() async {}
}
