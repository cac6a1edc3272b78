internal import NIOCore
internal import NIOHTTP1

/// Answers the requests of one connection of a `StatusServer`, one at a time.
final class StatusHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let respond: StatusServer.Responder
  private let isClosing: @Sendable () -> Bool
  private var head: HTTPRequestHead?

  /// `isClosing` says whether this is the last answer that the connection is for.
  init(respond: @escaping StatusServer.Responder, isClosing: @escaping @Sendable () -> Bool) {
    self.respond = respond
    self.isClosing = isClosing
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    // A body has no meaning here and is not kept.
    case .body: return
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard head.method == .GET || head.method == .HEAD else {
      write(.methodNotAllowed, head, context)
      return
    }
    let path = String(head.uri.prefix { $0 != "?" })
    let respond = respond
    let promise = context.eventLoop.makePromise(of: StatusResponse.self)
    promise.completeWithTask { await respond(path) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    promise.futureResult.whenSuccess { response in
      let (handler, context) = bound.value
      handler.write(response, head, context)
    }
  }

  private func write(_ response: StatusResponse, _ request: HTTPRequestHead, _ context: ChannelHandlerContext)
  {
    guard context.channel.isActive else { return }
    var headers = HTTPHeaders([
      ("content-type", response.contentType), ("content-length", "\(response.body.count)"),
    ])
    if let allow = response.allow { headers.add(name: "allow", value: allow) }
    let isLast = !request.isKeepAlive || isClosing()
    if isLast { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: request.version, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if request.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
    }
    let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard isLast else { return }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    done.whenComplete { _ in bound.value.close(promise: nil) }
  }
}
