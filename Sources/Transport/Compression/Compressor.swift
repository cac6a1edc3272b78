package import NIOCore
package import TelemetryEngine

/// Packs batches for targets. A loop keeps one, so that its tables are allocated once.
///
/// The levels are the fastest of each library: on OTLP, ISA-L's level 1 is as small as zlib's 6 at
/// twenty times the speed.
package final class Compressor {
  private lazy var gzipEncoder = GzipEncoder()
  private lazy var zstdEncoder = ZstdEncoder()
  private var gzipSize = SizeEstimate()
  private var zstdSize = SizeEstimate()

  package init() {}

  /// `bytes[range]` as one gzip member.
  package func gzip(_ bytes: SealedBytes, _ range: Range<Int>) -> ByteBuffer {
    let output = bytes.withSpan { span in
      gzipEncoder.encode(span.extracting(range), capacity: gzipSize.expected(for: range.count))
    }
    gzipSize.record(packed: output.readableBytes, of: range.count)
    return output
  }

  /// `bytes[range]` as one zstd frame.
  package func zstd(_ bytes: SealedBytes, _ range: Range<Int>) -> ByteBuffer {
    let output = bytes.withSpan { span in
      zstdEncoder.encode(span.extracting(range), capacity: zstdSize.expected(for: range.count))
    }
    zstdSize.record(packed: output.readableBytes, of: range.count)
    return output
  }

  /// `bytes[range]` in `encoding`; identity copies.
  package func encode(_ bytes: SealedBytes, _ range: Range<Int>, as encoding: ContentEncoding) -> ByteBuffer {
    switch encoding {
    case .identity: copy(bytes, range)
    case .gzip: gzip(bytes, range)
    case .zstd: zstd(bytes, range)
    }
  }

  private func copy(_ bytes: SealedBytes, _ range: Range<Int>) -> ByteBuffer {
    var output = ByteBufferAllocator().buffer(capacity: range.count)
    bytes.withSpan { span in _ = output.writeBytes(span.extracting(range)) }
    return output
  }
}

/// Predicts packed sizes from the last one, so that a buffer is neither grown nor mostly empty.
private struct SizeEstimate {
  private var ratio = 0.25

  func expected(for size: Int) -> Int {
    64 + Int(Double(size) * min(1, ratio * 1.1))
  }

  mutating func record(packed: Int, of size: Int) {
    // Small messages say nothing about large ones: half of them is headers and tables.
    if size >= 4096 { ratio = Double(packed) / Double(size) }
  }
}
