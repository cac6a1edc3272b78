/// When a batch is full. Whichever bound is reached first ends it.
package struct BatchLimits: Sendable, Equatable {
  /// Spans, data points or log records; also the most requests in a batch. Default 8,192.
  package let maxItems: Int
  /// Uncompressed bytes. Default 2 MiB, at most 1 GiB.
  package let maxBytes: Int
  /// From the first request of the batch on. Default 200 ms.
  package let maxDelay: Duration

  /// Bounds outside their range are moved to its end: items to 1…2³⁰, bytes to 1…2³⁰, delay to 0 or more.
  package init(maxItems: Int = 8192, maxBytes: Int = 2 << 20, maxDelay: Duration = .milliseconds(200)) {
    self.maxItems = min(max(1, maxItems), 1 << 30)
    self.maxBytes = min(max(1, maxBytes), 1 << 30)
    self.maxDelay = max(.zero, maxDelay)
  }
}
