/// Writes an exponential histogram as a native one. Its bucket i ends where OTLP's bucket i - 1 ends.
enum NativeHistogram {
  /// Where values begin to differ from zero if the sender did not say.
  private static let defaultZeroThreshold = 1e-128
  /// So many empty buckets are cheaper to write than a new span.
  private static let longestGap = 2

  static func write(
    _ histogram: ExponentialHistogram, _ series: ExposedSeries, to message: inout ProtobufBytes
  ) {
    message.number(1, max(histogram.count, histogram.inBuckets))
    message.double(2, histogram.sum)
    message.signed(5, Int64(histogram.scale))
    message.double(
      6, histogram.zeroThreshold > 0 ? histogram.zeroThreshold : defaultZeroThreshold)
    message.number(7, histogram.zeroCount)
    write(histogram.negative, spans: 9, deltas: 10, to: &message)
    write(histogram.positive, spans: 12, deltas: 13, to: &message)
    ProtobufMetric.time(15, series.start, to: &message)
    for exemplar in series.exemplars {
      message.message(16) { ProtobufMetric.write(exemplar, to: &$0) }
    }
  }

  private static func write(
    _ buckets: ExponentialHistogram.Buckets, spans: UInt64, deltas: UInt64, to message: inout ProtobufBytes
  ) {
    let layout = SpanLayout(buckets, longestGap: longestGap)
    for span in layout.spans {
      message.message(spans) {
        $0.signed(1, Int64(span.offset))
        $0.number(2, UInt64(span.length))
      }
    }
    guard !layout.deltas.isEmpty else { return }
    // Packed, which every reader takes.
    message.message(deltas) { packed in
      for delta in layout.deltas { packed.varint(ProtobufBytes.zigzag(delta)) }
    }
  }
}

extension ExponentialHistogram {
  fileprivate var inBuckets: UInt64 {
    (positive.counts + negative.counts).reduce(zeroCount, &+)
  }
}

/// Buckets as runs, with each count as the difference from the one before.
struct SpanLayout: Equatable {
  struct Span: Equatable {
    /// From the end of the last span; of the first, its index.
    var offset: Int
    var length: Int
  }

  private(set) var spans: [Span] = []
  private(set) var deltas: [Int64] = []

  init(_ buckets: ExponentialHistogram.Buckets, longestGap: Int) {
    var previous: UInt64 = 0
    var end: Int?
    for (place, count) in buckets.counts.enumerated() where count > 0 {
      let index = buckets.indexable.offset + place + 1
      if let last = end, index - last <= longestGap {
        for _ in last..<index {
          append(0, &previous)
        }
        spans[spans.count - 1].length += index - last + 1
      } else {
        spans.append(Span(offset: index - (end ?? 0), length: 1))
      }
      append(count, &previous)
      end = index + 1
    }
  }

  private mutating func append(_ count: UInt64, _ previous: inout UInt64) {
    deltas.append(Int64(bitPattern: count &- previous))
    previous = count
  }
}
