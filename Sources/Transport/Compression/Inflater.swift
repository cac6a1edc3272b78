package import NIOCore

/// Unpacks received messages. One instance serves any number of messages, one after the other; a
/// loop keeps one, so that its tables are allocated once.
package final class Inflater {
  private lazy var gzip = GzipDecoder()
  private lazy var zstd = ZstdDecoder()

  package init() {}

  /// The content of `body`, which may have at most `limit` bytes.
  ///
  /// Concatenated gzip members and zstd frames are one content; checksums are verified; an empty
  /// body, an early end and bytes after the end are malformed. Output is written step by step and
  /// never holds more than `limit` bytes and one, whatever the body claims.
  package func inflate(
    _ body: ByteBuffer, encoding: ContentEncoding, limit: Int
  ) throws(InflateError) -> ByteBuffer {
    switch encoding {
    case .identity:
      guard body.readableBytes <= limit else { throw .tooLarge(limit: limit) }
      return body
    case .gzip: return try gzip.decode(body, limit: limit)
    case .zstd: return try zstd.decode(body, limit: limit)
    }
  }
}

/// `Inflater.inflate` for a single message.
package func inflate(
  _ body: ByteBuffer, encoding: ContentEncoding, limit: Int
) throws(InflateError) -> ByteBuffer {
  try Inflater().inflate(body, encoding: encoding, limit: limit)
}
