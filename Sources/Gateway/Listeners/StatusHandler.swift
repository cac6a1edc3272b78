internal import NIOCore
internal import NIOHTTP1

/// Answers the requests of one connection of a `StatusServer`, one at a time.
final class StatusHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let respond: StatusServer.Responder
  private let patience: TimeAmount
  private let isClosing: @Sendable () -> Bool
  private var head: HTTPRequestHead?
  private var answeringSince: NIODeadline?

  /// `patience` is how long a reader may take nothing of an answer, `isClosing` says whether this is the last
  /// answer that the connection is for.
  init(
    respond: @escaping StatusServer.Responder, patience: TimeAmount, isClosing: @escaping @Sendable () -> Bool
  ) {
    self.respond = respond
    self.patience = patience
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
    switch event as? IdleStateHandler.IdleStateEvent {
    case .read? where answeringSince == nil: context.close(promise: nil)
    case .write? where hasWaitedLong: context.close(promise: nil)
    default: return
    }
  }

  /// The time without a write may have begun long before the answer: a scraper that comes back after just that
  /// time is no reader who takes nothing.
  private var hasWaitedLong: Bool {
    answeringSince.map { NIODeadline.now() - $0 >= patience } ?? false
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard head.method == .GET || head.method == .HEAD else {
      write(.methodNotAllowed, head, context)
      return
    }
    answeringSince = .now()
    let request = StatusRequest(head)
    let respond = respond
    let promise = context.eventLoop.makePromise(of: StatusResponse.self)
    promise.completeWithTask { await respond(request) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    promise.futureResult.whenSuccess { response in
      let (handler, context) = bound.value
      handler.write(response, head, context)
    }
  }

  private func write(_ response: StatusResponse, _ request: HTTPRequestHead, _ context: ChannelHandlerContext)
  {
    guard context.channel.isActive else { return }
    var headers = HTTPHeaders([("content-type", response.contentType)])
    headers.add(contentsOf: response.headers)
    var isLast = !request.isKeepAlive || isClosing()
    switch response.body {
    case .whole(let body): headers.add(name: "content-length", value: "\(body.count)")
    // Without chunks the end of the connection is the end of the body.
    case .pieces: if request.version != .http1_1 { isLast = true }
    }
    if isLast { headers.add(name: "connection", value: "close") }
    let head = HTTPResponseHead(
      version: request.version, status: HTTPResponseStatus(statusCode: response.status), headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    guard request.method != .HEAD else { return end(context, isLast: isLast) }
    switch response.body {
    case .whole(let body):
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
      end(context, isLast: isLast)
    case .pieces(let makePieces): stream(makePieces, context, isLast: isLast)
    }
  }

  /// Sends a body as it is made: the next piece when the socket has taken the one before.
  private func stream(
    _ makePieces: @escaping @Sendable () -> () -> [UInt8]?, _ context: ChannelHandlerContext, isLast: Bool
  ) {
    let channel = context.channel
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.completeWithTask {
      let next = makePieces()
      while let piece = next() {
        // Fails when the reader is gone, which ends this.
        try await channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: piece))))
      }
    }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    sent.futureResult.whenComplete { result in
      let (handler, context) = bound.value
      switch result {
      case .success: handler.end(context, isLast: isLast)
      case .failure: context.close(promise: nil)
      }
    }
  }

  private func end(_ context: ChannelHandlerContext, isLast: Bool) {
    answeringSince = nil
    let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard isLast else { return }
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    done.whenComplete { _ in bound.value.close(promise: nil) }
  }
}
