import NIOCore

/// HTTP/2 frames made by hand, for what no well-behaved client sends.
struct FrameWriter {
  private(set) var bytes = ByteBuffer()

  /// Begins with the client's preface, unless that was sent before.
  init(isFirst: Bool = true, initialWindow: UInt8? = nil) {
    guard isFirst else { return }
    bytes.writeString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    frame(type: 4, stream: 0, initialWindow.map { [0, 4, 0, 0, 0, $0] } ?? [])
  }

  mutating func frame(type: UInt8, flags: UInt8 = 0, stream: UInt32, _ payload: [UInt8]) {
    bytes.writeBytes([
      UInt8(payload.count >> 16), UInt8(payload.count >> 8 & 0xff), UInt8(payload.count & 0xff),
    ])
    bytes.writeBytes([type, flags])
    bytes.writeInteger(stream)
    bytes.writeBytes(payload)
  }

  /// A gRPC request's headers; the stream stays open.
  mutating func grpcHeaders(stream: UInt32, _ more: [(String, String)] = []) {
    let fields = [
      (":method", "POST"), (":scheme", "http"), (":authority", "a"),
      (":path", "/opentelemetry.proto.collector.trace.v1.TraceService/Export"),
      ("content-type", "application/grpc"),
    ]
    // Literal fields without indexing or Huffman coding; every text here is shorter than 127 bytes.
    let block = (fields + more).flatMap { name, value in
      [0, UInt8(name.utf8.count)] + name.utf8 + [UInt8(value.utf8.count)] + value.utf8
    }
    frame(type: 1, flags: 4, stream: stream, block)
  }

  mutating func data(stream: UInt32, _ payload: [UInt8], ends: Bool = false) {
    frame(type: 0, flags: ends ? 1 : 0, stream: stream, payload)
  }

  mutating func ping(isAcknowledgement: Bool = false) {
    frame(type: 6, flags: isAcknowledgement ? 1 : 0, stream: 0, [UInt8](repeating: 0, count: 8))
  }

  mutating func reset(stream: UInt32) { frame(type: 3, stream: stream, [0, 0, 0, 8]) }
}

/// One received frame.
struct Frame: Equatable {
  var type: UInt8
  var flags: UInt8
  var stream: UInt32
  var payload: [UInt8]

  var isPong: Bool { type == 6 && flags == 1 }

  /// The error code of a RST_STREAM or GOAWAY.
  var errorCode: UInt32? {
    let code = type == 7 ? payload.dropFirst(4).prefix(4) : payload.prefix(4)
    return [3, 7].contains(type) ? code.reduce(0) { $0 << 8 | UInt32($1) } : nil
  }
}

extension RawConnection {
  /// Takes the next frame; nil when the peer has closed.
  mutating func nextFrame() async throws -> Frame? {
    while true {
      if let length = received.getBytes(at: received.readerIndex, length: 3)?.reduce(
        0, { $0 << 8 | Int($1) }),
        received.readableBytes >= 9 + length
      {
        received.moveReaderIndex(forwardBy: 3)
        guard let type = received.readInteger(as: UInt8.self),
          let flags = received.readInteger(as: UInt8.self),
          let stream = received.readInteger(as: UInt32.self),
          let payload = received.readBytes(length: length)
        else { return nil }
        return Frame(type: type, flags: flags, stream: stream, payload: payload)
      }
      guard try await receive() else { return nil }
    }
  }

  /// Takes frames up to and including the first that fits; what the peer closed before is missing.
  mutating func frames(until isLast: (Frame) -> Bool = { _ in false }) async throws -> [Frame] {
    var frames: [Frame] = []
    while let frame = try await nextFrame() {
      frames.append(frame)
      if isLast(frame) { break }
    }
    return frames
  }
}
