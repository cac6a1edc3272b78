package import NIOCore

/// Collects one message from the bytes of a body: all of them (OTLP/HTTP), or what follows gRPC's
/// five-byte prefix ("Length-Prefixed-Message": a compressed flag and a length of four bytes).
package struct MessageReader {
  package enum Framing: Sendable { case none, grpc }

  package enum Failure: Error, Equatable {
    case tooLarge
    /// The compressed flag is neither 0 nor 1.
    case badFlag
    case severalMessages
    case noMessage
    /// The body ended within the message.
    case truncated
  }

  static let prefixLength = 5
  /// No more than this is set aside for a length that somebody merely claims.
  private static let trusted = 1 << 20

  package private(set) var message: ByteBuffer
  /// gRPC's flag; false without framing.
  package private(set) var isCompressed = false
  private let framing: Framing
  private let limit: Int
  private var prefixCount = 0
  /// gRPC: what the prefix promised; read big-endian, byte by byte.
  private var length = 0

  /// `storage` is an empty buffer to collect into; `limit` bounds the message's bytes.
  package init(_ framing: Framing, into storage: ByteBuffer, limit: Int, contentLength: Int?) {
    self.framing = framing
    self.limit = limit
    message = storage
    if framing == .none { message.reserveCapacity(min(contentLength ?? 0, limit, Self.trusted)) }
  }

  /// Takes the next bytes. After a failure the reader must not be used.
  package mutating func append(_ bytes: RawSpan) throws(Failure) {
    var start = 0
    if framing == .grpc {
      while prefixCount < Self.prefixLength, start < bytes.byteCount {
        try takePrefix(bytes.byte(at: start))
        start += 1
      }
    }
    let rest = bytes.byteCount - start
    guard rest > 0 else { return }
    if framing == .grpc, rest > length - message.readableBytes { throw .severalMessages }
    if rest > limit - message.readableBytes { throw .tooLarge }
    message.writeBytes(bytes.extracting(start..<bytes.byteCount))
    byteCount += rest
  }

  private mutating func takePrefix(_ byte: UInt8) throws(Failure) {
    if prefixCount == 0 {
      guard byte < 2 else { throw .badFlag }
      isCompressed = byte == 1
    } else {
      length = length << 8 | Int(byte)
    }
    prefixCount += 1
    if prefixCount == Self.prefixLength {
      guard length <= limit else { throw .tooLarge }
      message.reserveCapacity(min(length, Self.trusted))
    }
  }

  /// Bytes of the message so far.
  package private(set) var byteCount = 0

  /// Ends collecting and leaves the message to the caller alone.
  package mutating func takeMessage() -> ByteBuffer {
    let taken = message
    message = ByteBuffer()
    return taken
  }

  /// The body has ended: fails unless it was exactly one message.
  package func finish() throws(Failure) {
    guard framing == .grpc else { return }
    if prefixCount == 0 { throw .noMessage }
    if prefixCount < Self.prefixLength || message.readableBytes < length { throw .truncated }
  }
}
