import NIOCore
import TelemetryEngine

/// One HTTP/2 connection that carries unary gRPC calls.
final class GRPCConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// What its client must know.
  protocol Owner: AnyObject {
    /// Calls ended, or the peer's limits changed: more may be sent. The connection may be retired.
    func grpcConnectionChanged(_ connection: GRPCConnection)
    /// The connection is gone, and every call on it has ended.
    func grpcConnectionClosed(_ connection: GRPCConnection)
  }

  /// Calls at a time, whatever the peer allows.
  static let concurrencyLimit = 100
  /// A frame more, of 64 KiB at most, fits into a buffer of 256 KiB.
  private static let outputLimit = 190 << 10

  private let channel: any Channel
  private let name: String
  private weak var owner: (any Owner)?
  private var session: HTTP2Session?
  private var streams: [Int32: GRPCStream] = [:]
  private var failure: String?
  /// The first frame of a peer that speaks HTTP/2 is SETTINGS.
  private var hasSettings = false
  private var lastReceived = NIODeadline.distantPast
  /// Set while the session runs, which must not be entered again from its callbacks.
  private var isInSession = false
  private var isClosed = false
  /// No new calls: the peer sent GOAWAY or has gone silent. Ends when the last call has.
  private(set) var isRetired = false

  init(_ channel: any Channel, name: String, owner: any Owner) throws {
    self.channel = channel
    self.name = name
    self.owner = owner
    do {
      session = try HTTP2Session(role: .client, delegate: self)
      try channel.pipeline.syncOperations.addHandler(self)
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  /// Whether a call would be sent at once.
  var hasCapacity: Bool {
    guard !isRetired, !isClosed, let session else { return false }
    return streams.count < min(Self.concurrencyLimit, session.peerMaxConcurrentStreams)
  }

  var isIdle: Bool { streams.isEmpty }

  // MARK: Calls

  func start(_ export: PendingExport, headers: HTTP2Headers) {
    guard let session else { return export.endUnanswered("\(name): the connection was closed") }
    var prefix = ByteBuffer()
    prefix.writeInteger(UInt8(export.request.encoding == .identity ? 0 : 1))
    prefix.writeInteger(UInt32(export.request.body.readableBytes))
    do {
      let streamID = try session.submitRequest(
        headers: headers, body: HTTP2Body(head: prefix, export.request.body))
      streams[streamID] = GRPCStream(export)
      pump()
    } catch {
      // Stream identifiers have run out, or memory has; another connection has a fresh supply.
      isRetired = true
      export.endUnanswered("\(name): the connection takes no more requests")
    }
  }

  /// Ends a call that took too long. A connection on which nothing was heard meanwhile is suspect
  /// and gets no new calls; those on it may still end.
  func abandon(_ export: PendingExport) {
    guard let streamID = streams.first(where: { $0.value.export === export })?.key else { return }
    streams[streamID] = nil
    session?.reset(streamID: streamID, .cancel)
    pump()
    if lastReceived <= export.startedAt { isRetired = true }
    closeIfDone()
  }

  /// No new calls from now on; closes when those under way have ended.
  func retire() {
    isRetired = true
    closeIfDone()
  }

  func close(_ reason: String) {
    if failure == nil { failure = reason }
    channel.close(promise: nil)
  }

  private func closeIfDone() {
    guard isRetired, streams.isEmpty, !isClosed, !isInSession else { return }
    session?.goAway()
    pump()
    channel.close(promise: nil)
  }

  // MARK: Bytes

  /// Sends what the session has ready, as far as the socket takes it.
  private func pump() {
    guard !isInSession, !isClosed, let session else { return }
    isInSession = true
    var hasMore = true
    var hasWritten = false
    do {
      while hasMore, channel.isWritable {
        var buffer = channel.allocator.buffer(capacity: expectedOutput(session))
        hasMore = try session.drainOutput(into: &buffer, limit: Self.outputLimit)
        guard buffer.readableBytes > 0 else { break }
        channel.pipeline.syncOperations.write(NIOAny(buffer), promise: nil)
        hasWritten = true
      }
    } catch {
      failure = failure ?? "HTTP/2 failed on our side"
      channel.close(promise: nil)
    }
    isInSession = false
    if hasWritten { channel.pipeline.syncOperations.flush() }
    if session.isFinished, !isClosed { channel.close(promise: nil) }
  }

  private func expectedOutput(_ session: HTTP2Session) -> Int {
    let body = session.outgoing.values.reduce(0) { $0 + ($1.body?.count ?? 0) }
    return min(256 << 10, body + 1024)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let session else { return }
    lastReceived = .now()
    isInSession = true
    do {
      try session.receive(unwrapInboundIn(data), now: lastReceived)
    } catch {
      failure = failure ?? "the answer is not HTTP/2"
    }
    isInSession = false
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    pump()
    owner?.grpcConnectionChanged(self)
    closeIfDone()
    context.fireChannelReadComplete()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    pump()
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    isRetired = true
    let lost = streams.values
    streams = [:]
    let reason = "\(name): \(closeReason)"
    for stream in lost {
      stream.export.end(stream.hasStatus ? stream.answer.outcome() : .unanswered(reason: reason))
    }
    session = nil
    owner?.grpcConnectionClosed(self)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if failure == nil { failure = describe(error) }
    context.close(promise: nil)
  }

  private var closeReason: String {
    if let failure { return failure }
    guard let violation = session?.violation else { return "the connection was closed before the answer" }
    return hasSettings ? "closed by us for \(violation.rawValue)" : "the answer is not HTTP/2"
  }
}

extension GRPCConnection: HTTP2SessionDelegate {
  func http2Settings() { hasSettings = true }
  func http2BeginHeaders(streamID: Int32) {}
  func http2EndHeaders(streamID: Int32) {}

  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) {
    streams[streamID]?.header(text(name), text(value))
  }

  func http2Data(streamID: Int32, bytes: RawSpan) {
    session?.consume(streamID: streamID, count: bytes.byteCount)
    guard streams[streamID]?.data(bytes) == false else { return }
    fail(streamID, .unusable(reason: "\(name): the answer is larger than 4 MiB"))
  }

  func http2HeadersTooLarge(streamID: Int32) {
    streams.removeValue(forKey: streamID)?.export.end(
      .unusable(reason: "\(name): the answer's headers are larger than 16 KiB"))
  }

  func http2EndStream(streamID: Int32) {
    guard let stream = streams.removeValue(forKey: streamID) else { return }
    stream.export.end(stream.answer.outcome())
    // The answer came before the request was out; the rest of it is of no use to anybody.
    if let rest = session?.outgoing[streamID]?.body, rest.count > 0 {
      session?.reset(streamID: streamID, .cancel)
    }
  }

  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode) {
    guard let stream = streams.removeValue(forKey: streamID) else { return }
    stream.export.end(
      stream.hasStatus
        ? stream.answer.outcome()
        : .unanswered(reason: "\(name): the stream was reset (\(errorCode.name))"))
  }

  func http2GoAway(lastStreamID: Int32, errorCode: HTTP2ErrorCode) {
    isRetired = true
    // The session drops these streams itself.
    for streamID in streams.keys where streamID > lastStreamID {
      streams.removeValue(forKey: streamID)?.export.endUnanswered(
        "\(name): the server is going away (\(errorCode.name))")
    }
  }

  private func fail(_ streamID: Int32, _ outcome: ExportOutcome) {
    streams.removeValue(forKey: streamID)?.export.end(outcome)
    session?.reset(streamID: streamID, .cancel)
  }

  private func text(_ bytes: Span<UInt8>) -> String {
    var scalars: [UInt8] = []
    scalars.reserveCapacity(bytes.count)
    for index in bytes.indices { scalars.append(bytes[index]) }
    return String(decoding: scalars, as: UTF8.self)
  }
}

extension HTTP2ErrorCode {
  /// The code's name in RFC 9113, section 7.
  var name: String {
    let names = [
      "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
      "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR",
      "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ]
    return rawValue < names.count ? names[Int(rawValue)] : "code \(rawValue)"
  }
}
