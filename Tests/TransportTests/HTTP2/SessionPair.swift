import NIOCore
import Transport

/// A client and a server session joined in memory, each recording what it was told.
final class SessionPair {
  let client: RecordingPeer
  let server: RecordingPeer

  init(server configuration: HTTP2SessionConfiguration = .init()) throws {
    client = RecordingPeer()
    server = RecordingPeer()
    client.session = try HTTP2Session(role: .client, delegate: client)
    server.session = try HTTP2Session(role: .server, configuration: configuration, delegate: server)
  }

  /// Carries bytes both ways until both are silent.
  func exchange() throws {
    while true {
      let toServer = try client.drain()
      let toClient = try server.drain()
      if toServer.readableBytes == 0, toClient.readableBytes == 0 { return }
      try server.session?.receive(toServer)
      try client.session?.receive(toClient)
    }
  }
}

/// Records a session's events as text, and bodies as bytes.
final class RecordingPeer: HTTP2SessionDelegate {
  var session: HTTP2Session?
  var events: [String] = []
  var bodies: [Int32: ByteBuffer] = [:]
  var consumes = true
  /// Runs when a stream's request or response is complete.
  var onEnd: ((Int32) -> Void)?

  func drain() throws -> ByteBuffer {
    var output = ByteBuffer()
    while try session?.drainOutput(into: &output, limit: output.readableBytes + 65_536) == true {}
    return output
  }

  func http2BeginHeaders(streamID: Int32) { events.append("begin \(streamID)") }

  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) {
    events.append("\(text(name)): \(text(value))")
  }

  func http2EndHeaders(streamID: Int32) {}

  func http2Data(streamID: Int32, bytes: RawSpan) {
    bodies[streamID, default: ByteBuffer()].writeBytes(bytes)
    if consumes { session?.consume(streamID: streamID, count: bytes.byteCount) }
  }

  func http2EndStream(streamID: Int32) {
    events.append("end \(streamID)")
    onEnd?(streamID)
  }

  func http2HeadersTooLarge(streamID: Int32) { events.append("headers too large \(streamID)") }

  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode) {
    events.append("closed \(streamID) \(errorCode.rawValue)")
  }

  func http2GoAway(lastStreamID: Int32, errorCode: HTTP2ErrorCode) {
    events.append("go away \(lastStreamID) \(errorCode.rawValue)")
  }

  func http2PingAcknowledged() { events.append("pong") }

  private func text(_ span: Span<UInt8>) -> String {
    String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
  }
}
