import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// An HTTP/1.1 server on loopback that reacts as a test says and remembers what it was sent.
final class ScriptedHTTPServer: Sendable {
  struct Request: Sendable {
    var head: HTTPRequestHead
    var body: ByteBuffer
    /// Counted from 1.
    var connection: Int
    /// On this connection, counted from 1.
    var number: Int
  }

  enum Reaction: Sendable {
    case respond(HTTPResponseStatus = .ok, [(String, String)] = [], ByteBuffer = ByteBuffer())
    /// Bytes as they are, and the end of the connection.
    case raw(String)
    case closeWithoutAnswer
    case keepSilent
    /// As soon as the future is there.
    case respondAfter(EventLoopFuture<Void>)
  }

  typealias Script = @Sendable (Request) -> Reaction

  private let channel: any Channel
  private let log: NIOLockedValueBox<Log>

  fileprivate struct Log {
    var requests: [Request] = []
    var connections = 0
  }

  init(tls: NIOSSLContext? = nil, script: @escaping Script) async throws {
    let log = NIOLockedValueBox(Log())
    self.log = log
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          let connection = log.withLockedValue { log in
            log.connections += 1
            return log.connections
          }
          try channel.pipeline.syncOperations.addHandler(
            ScriptedHTTPHandler(connection: connection, log: log, script: script))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var requests: [Request] { log.withLockedValue { $0.requests } }
  var connections: Int { log.withLockedValue { $0.connections } }

  func close() async throws { try await channel.close() }
}

private final class ScriptedHTTPHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let connection: Int
  private let log: NIOLockedValueBox<ScriptedHTTPServer.Log>
  private let script: ScriptedHTTPServer.Script
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()
  private var count = 0

  init(
    connection: Int, log: NIOLockedValueBox<ScriptedHTTPServer.Log>,
    script: @escaping ScriptedHTTPServer.Script
  ) {
    self.connection = connection
    self.log = log
    self.script = script
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = ByteBuffer()
    case .body(var bytes): body.writeBuffer(&bytes)
    case .end:
      guard let head else { return }
      count += 1
      let request = ScriptedHTTPServer.Request(
        head: head, body: body, connection: connection, number: count)
      log.withLockedValue { $0.requests.append(request) }
      react(script(request), context: context)
    }
  }

  private func react(_ reaction: ScriptedHTTPServer.Reaction, context: ChannelHandlerContext) {
    switch reaction {
    case .keepSilent: return
    case .closeWithoutAnswer: context.close(promise: nil)
    case .respond(let status, let headers, let body):
      respond(status, headers, body, context: context)
    case .respondAfter(let future):
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      future.hop(to: context.eventLoop).whenComplete { _ in
        bound.value.0.respond(.ok, [], ByteBuffer(), context: bound.value.1)
      }
    case .raw(let text):
      let done = context.channel.eventLoop.makePromise(of: Void.self)
      let channel = context.channel
      // Goes around the HTTP encoder.
      context.pipeline.syncOperations.context(of: HTTPResponseEncoder.self) { encoder in
        encoder.writeAndFlush(NIOAny(ByteBuffer(string: text)), promise: done)
      }
      done.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
  }

  private func respond(
    _ status: HTTPResponseStatus, _ headers: [(String, String)], _ body: ByteBuffer,
    context: ChannelHandlerContext
  ) {
    var fields = HTTPHeaders(headers)
    fields.add(name: "content-length", value: String(body.readableBytes))
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}

extension ChannelPipeline.SynchronousOperations {
  fileprivate func context<Handler: ChannelHandler>(
    of type: Handler.Type, _ body: (ChannelHandlerContext) -> Void
  ) {
    if let context = try? context(handlerType: type) { body(context) }
  }
}
