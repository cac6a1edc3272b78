import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL
import Transport

/// A gRPC server on loopback, made of the HTTP/2 session, that reacts as a test says and remembers
/// what it was sent.
final class ScriptedGRPCServer: Sendable {
  struct Call: Sendable {
    var headers: [(String, String)] = []
    var body = ByteBuffer()
    /// Counted from 1.
    var connection: Int
    /// On this connection, counted from 1.
    var number: Int

    func header(_ name: String) -> String? { headers.first { $0.0 == name }?.1 }
  }

  enum Reaction: Sendable {
    /// Headers, a message and trailers.
    case respond(
      headers: [(String, String)] = [(":status", "200"), ("content-type", "application/grpc")],
      message: [UInt8] = [0, 0, 0, 0, 0], trailers: [(String, String)] = [("grpc-status", "0")])
    case headersOnly([(String, String)])
    case reset(HTTP2ErrorCode)
    /// GOAWAY that leaves this call out, which is then ignored.
    case goAwayBefore
    case close
    case keepSilent
    /// As soon as the future is there.
    case respondAfter(EventLoopFuture<Void>)
  }

  typealias Script = @Sendable (Call) -> Reaction

  private let channel: any Channel
  private let log: NIOLockedValueBox<Log>

  fileprivate struct Log {
    var calls: [Call] = []
    var resets: [HTTP2ErrorCode] = []
    var onReset: (@Sendable () -> Void)?
    var connections = 0
    var mostAtATime = 0
  }

  /// `reactsToHeaders` answers before the request's body is there.
  init(
    tls: NIOSSLContext? = nil, configuration: HTTP2SessionConfiguration = .init(),
    reactsToHeaders: Bool = false, script: @escaping Script
  ) async throws {
    let log = NIOLockedValueBox(Log())
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          let connection = log.withLockedValue { log in
            log.connections += 1
            return log.connections
          }
          try channel.pipeline.syncOperations.addHandler(
            ScriptedGRPCHandler(
              connection: connection, configuration: configuration,
              reactsToHeaders: reactsToHeaders, log: log, script: script))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var calls: [Call] { log.withLockedValue { $0.calls } }
  var connections: Int { log.withLockedValue { $0.connections } }
  var mostAtATime: Int { log.withLockedValue { $0.mostAtATime } }

  /// The code of the first reset that came in, now or later.
  func firstReset() async -> HTTP2ErrorCode {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let isThere = log.withLockedValue { log in
        if log.resets.isEmpty { log.onReset = { done.resume() } }
        return !log.resets.isEmpty
      }
      if isThere { done.resume() }
    }
    return log.withLockedValue { $0.resets[0] }
  }

  func close() async throws { try await channel.close() }

  func endpoint(
    tls: ClientTLS? = nil, host: String = "127.0.0.1", headers: [TargetHeader] = []
  ) throws -> TargetEndpoint {
    TargetEndpoint(protocol: .grpc, host: host, port: port, tls: tls, headers: headers, userAgent: "gw/1")
  }
}

private final class ScriptedGRPCHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let connection: Int
  private let configuration: HTTP2SessionConfiguration
  private let reactsToHeaders: Bool
  private let log: NIOLockedValueBox<ScriptedGRPCServer.Log>
  private let script: ScriptedGRPCServer.Script
  private var session: HTTP2Session?
  private var channel: (any Channel)?
  private var calls: [Int32: ScriptedGRPCServer.Call] = [:]
  private var count = 0

  init(
    connection: Int, configuration: HTTP2SessionConfiguration, reactsToHeaders: Bool,
    log: NIOLockedValueBox<ScriptedGRPCServer.Log>, script: @escaping ScriptedGRPCServer.Script
  ) {
    self.connection = connection
    self.configuration = configuration
    self.reactsToHeaders = reactsToHeaders
    self.log = log
    self.script = script
  }

  func handlerAdded(context: ChannelHandlerContext) {
    channel = context.channel
    session = try? HTTP2Session(role: .server, configuration: configuration, delegate: self)
  }

  func channelActive(context: ChannelHandlerContext) { pump() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    try? session?.receive(unwrapInboundIn(data))
  }

  func channelReadComplete(context: ChannelHandlerContext) { pump() }

  func channelInactive(context: ChannelHandlerContext) {
    session = nil
    channel = nil
  }

  private func pump() {
    var output = ByteBuffer()
    while (try? session?.drainOutput(into: &output, limit: output.readableBytes + 65_536)) == true {}
    if output.readableBytes > 0 {
      channel?.pipeline.syncOperations.writeAndFlush(NIOAny(output), promise: nil)
    }
  }

  private func react(_ streamID: Int32) {
    guard let call = calls[streamID] else { return }
    log.withLockedValue { $0.calls.append(call) }
    switch script(call) {
    case .keepSilent: break
    case .close: channel?.close(promise: nil)
    case .reset(let code): session?.reset(streamID: streamID, code)
    case .goAwayBefore:
      var frame = ByteBuffer(bytes: [0, 0, 8, 7, 0, 0, 0, 0, 0])
      frame.writeInteger(streamID - 2)
      frame.writeInteger(UInt32(0))
      channel?.pipeline.syncOperations.writeAndFlush(NIOAny(frame), promise: nil)
    case .headersOnly(let fields):
      session?.submitResponse(streamID: streamID, headers: HTTP2Headers(fields))
    case .respond(let headers, let message, let trailers):
      respond(streamID, headers, message, trailers)
    case .respondAfter(let future):
      guard let channel else { return }
      let bound = NIOLoopBound(self, eventLoop: channel.eventLoop)
      future.hop(to: channel.eventLoop).whenComplete { _ in
        bound.value.respond(
          streamID, [(":status", "200"), ("content-type", "application/grpc")], [0, 0, 0, 0, 0],
          [("grpc-status", "0")])
        bound.value.pump()
      }
    }
  }

  private func respond(
    _ streamID: Int32, _ headers: [(String, String)], _ message: [UInt8], _ trailers: [(String, String)]
  ) {
    session?.submitResponse(
      streamID: streamID, headers: HTTP2Headers(headers), body: HTTP2Body(ByteBuffer(bytes: message)),
      trailers: trailers.isEmpty ? nil : HTTP2Headers(trailers))
  }
}

extension ScriptedGRPCHandler: HTTP2SessionDelegate {
  func http2BeginHeaders(streamID: Int32) {
    count += 1
    calls[streamID] = ScriptedGRPCServer.Call(connection: connection, number: count)
    log.withLockedValue { $0.mostAtATime = max($0.mostAtATime, calls.count) }
  }

  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) {
    calls[streamID]?.headers.append((text(name), text(value)))
  }

  func http2EndHeaders(streamID: Int32) {
    if reactsToHeaders { react(streamID) }
  }

  func http2Data(streamID: Int32, bytes: RawSpan) {
    calls[streamID]?.body.writeBytes(bytes)
    if !reactsToHeaders { session?.consume(streamID: streamID, count: bytes.byteCount) }
  }

  func http2EndStream(streamID: Int32) {
    if !reactsToHeaders { react(streamID) }
  }

  func http2HeadersTooLarge(streamID: Int32) {}

  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode) {
    calls[streamID] = nil
    guard errorCode != .noError else { return }
    let tell = log.withLockedValue { log in
      log.resets.append(errorCode)
      defer { log.onReset = nil }
      return log.onReset
    }
    tell?()
  }

  private func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
  }
}
