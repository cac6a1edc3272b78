package import TelemetryEngine

/// A finished run of OTLP export requests of one signal.
///
/// Every export request is only a repeated field, so the concatenation of requests is itself a valid
/// request, and so is any run of `parts`. All targets share one instance and thereby its bytes.
/// Belongs to the loop that made it; only `bytes` may leave it.
package final class Batch {
  /// Where one of the requests ends, counted from the start of the batch.
  package struct Part: Sendable, Equatable {
    fileprivate let byteEnd: UInt32
    fileprivate let itemEnd: UInt32

    init(byteEnd: Int, itemEnd: Int) {
      self.byteEnd = UInt32(byteEnd)
      self.itemEnd = UInt32(itemEnd)
    }
  }

  package let signal: Signal
  /// Spans, data points or log records in the batch.
  package let items: Int
  package let bytes: SealedBytes
  /// The requests in the order of their arrival; never empty.
  package let parts: [Part]
  /// When the first of the requests came.
  package let createdAt: MonotonicTime
  /// Targets that still hold the batch; its memory credit is given back when the last lets go.
  var holders = 0

  init(signal: Signal, bytes: SealedBytes, parts: [Part], createdAt: MonotonicTime) {
    self.signal = signal
    self.bytes = bytes
    self.parts = parts
    self.createdAt = createdAt
    items = parts.last.map { Int($0.itemEnd) } ?? 0
  }

  package var allParts: Range<Int> { 0..<parts.count }

  /// The bytes of a run of parts: a valid export request.
  package func byteRange(of run: Range<Int>) -> Range<Int> {
    start(of: run, \.byteEnd)..<end(of: run, \.byteEnd)
  }

  /// The items in a run of parts.
  package func items(in run: Range<Int>) -> Int {
    end(of: run, \.itemEnd) - start(of: run, \.itemEnd)
  }

  private func start(of run: Range<Int>, _ border: KeyPath<Part, UInt32>) -> Int {
    run.lowerBound == 0 ? 0 : Int(parts[run.lowerBound - 1][keyPath: border])
  }

  private func end(of run: Range<Int>, _ border: KeyPath<Part, UInt32>) -> Int {
    run.upperBound == 0 ? 0 : Int(parts[run.upperBound - 1][keyPath: border])
  }
}
