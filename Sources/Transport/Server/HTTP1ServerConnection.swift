internal import NIOCore
internal import NIOHTTP1
internal import TelemetryEngine

/// One HTTP/1.1 connection of a client: OTLP/HTTP, one request after the other. Sits behind NIO's
/// request decoder and writes its answers as bytes.
final class HTTP1ServerConnection: ChannelDuplexHandler, ServerConnection {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum State {
    case idle
    case receiving(Exchange)
    /// Answered before its end, small enough to read on.
    case discarding
    /// Answered with `connection: close`: what comes is ignored until the peer closes.
    case lingering(since: NIODeadline)
  }

  let generation: Int
  private let loop: ServerLoop
  private var state = State.idle
  private var lifetime: ConnectionLifetime
  private var keepsAlive = true
  /// When the connection closes at the latest, once it is to go without haste.
  private var retiresBy: NIODeadline?
  private var now = NIODeadline.now()
  /// When the first byte of a request came whose answer is not decided.
  private var requestBegan: NIODeadline?
  private var context: ChannelHandlerContext?
  private var remoteAddress: SocketAddress?
  private var output = ByteBuffer()
  private var isReadHeld = false
  private var closeReason = ConnectionLifetime.CloseReason.peer

  /// An unwanted body up to this size is read and dropped; past it the connection ends.
  private static let discardable = 256 << 10
  /// Unsent answers of one read cycle.
  private static let maxOutput = 1 << 20
  /// How long a peer gets to read its last answer and close.
  private static let lingeringTime = TimeAmount.seconds(2)

  init(loop: ServerLoop, generation: Int) {
    self.loop = loop
    self.generation = generation
    lifetime = loop.makeLifetime(now: .now())
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    remoteAddress = context.remoteAddress
    loop.register(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) { tearDown() }

  func channelInactive(context: ChannelHandlerContext) {
    tearDown()
    context.fireChannelInactive()
  }

  private func tearDown() {
    guard context != nil else { return }
    if case .receiving(let exchange) = state {
      let refusal = Refusal(.disconnected, .cancelled, "the client went away")
      loop.refuse(exchange, refusal, from: remoteAddress, isAnswered: false)
    }
    self.context = nil
    state = .idle
    loop.countClosed(closeReason)
    loop.unregister(self)
  }

  /// Bytes came that may be the first of a request.
  func bytesArrived() {
    now = .now()
    if requestBegan == nil {
      requestBegan = now
      lifetime.sawRequest(now: now)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head)
    case .body(let bytes): append(bytes)
    case .end: finish()
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flush()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if context.channel.isWritable { context.read() } else { isReadHeld = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable, isReadHeld {
      isReadHeld = false
      context.read()
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard error is HTTPParserError || error is NIOHTTPDecoderError else {
      context.close(promise: nil)
      return
    }
    if case .lingering = state { return }
    // The peer left within a request, which the end of the connection counts.
    if (error as? HTTPParserError) == .invalidEOFState { return }
    loop.counters.protocolErrors[.http1, default: 0] += 1
    closeReason = .protocolError
    let isOverflow = (error as? HTTPParserError) == .headerOverflow
    let refusal: Refusal =
      isOverflow
      ? .headersTooLarge : Refusal(.malformed, .invalidArgument, "not a well-formed HTTP/1.1 request")
    refuse(currentExchange, refusal, mustClose: true)
    flush()
  }

  private var currentExchange: Exchange {
    if case .receiving(let exchange) = state { return exchange }
    return Exchange(startedAt: now)
  }

  private func begin(_ head: HTTPRequestHead) {
    guard case .idle = state else { return }
    if requestBegan == nil { requestBegan = now }
    let exchange = Exchange(startedAt: requestBegan ?? now)
    exchange.head.note(head)
    keepsAlive = head.isKeepAlive && !isEnding && !exchange.head.asksForUpgrade
    state = .receiving(exchange)
    do throws(Refusal) {
      if exchange.head.isGRPC {
        throw Refusal(.unsupportedMediaType, .unimplemented, "gRPC needs HTTP/2", http: 415)
      }
      try loop.begin(exchange)
      if exchange.head.expectsContinue { output.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
    } catch {
      let isLong = exchange.head.contentLength.map { $0 > Self.discardable } ?? false
      refuse(exchange, error, mustClose: isLong || exchange.head.expectsContinue)
    }
  }

  private func append(_ bytes: ByteBuffer) {
    guard case .receiving(let exchange) = state else { return }
    do throws(Refusal) {
      try loop.append(bytes.readableBytesSpan, to: exchange)
    } catch {
      refuse(exchange, error, mustClose: true)
    }
  }

  private func finish() {
    switch state {
    case .receiving(let exchange):
      state = .idle
      switch loop.finish(exchange, now: now, from: remoteAddress) {
      case .accepted where keepsAlive: output.writeImmutableBuffer(HTTPReply.successHTTP1)
      case .accepted: write(.success, to: exchange)
      case .partial(let response): write(HTTPReply(response), to: exchange)
      case .failed(let failure): write(HTTPReply(failure, requestType: exchange.head.mediaType), to: exchange)
      }
      requestEnded()
    case .discarding:
      state = .idle
      requestEnded()
    case .idle, .lingering: break
    }
    if output.readableBytes > Self.maxOutput { flushOrClose() }
  }

  /// Many answers are waiting: they leave now, or the peer is not reading them and has to go.
  private func flushOrClose() {
    flush()
    guard let context, !context.channel.isWritable else { return }
    loop.counters.protocolErrors[.pipelining, default: 0] += 1
    closeReason = .protocolError
    state = .lingering(since: now)
    closeNow()
  }

  private func requestEnded() {
    requestBegan = nil
    lifetime.sawRequest(now: now)
    if !keepsAlive { linger() }
  }

  /// Answers before the request's end.
  private func refuse(_ exchange: Exchange, _ refusal: Refusal, mustClose: Bool) {
    if mustClose { keepsAlive = false }
    state = .discarding
    loop.refuse(exchange, refusal, from: remoteAddress)
    write(HTTPReply(refusal.failure, requestType: exchange.head.mediaType), to: exchange)
    if mustClose { linger() }
  }

  private func write(_ reply: HTTPReply, to exchange: Exchange) {
    var bytes = reply.http1(keepAlive: keepsAlive, withBody: !exchange.head.isHead)
    output.writeBuffer(&bytes)
  }

  private func flush() {
    guard output.readableBytes > 0, let context else { return }
    context.writeAndFlush(wrapOutboundOut(output), promise: nil)
    output.clear(minimumCapacity: 1024)
  }

  /// Closes our side and leaves the peer time to read the answer: closing with unread input would
  /// reset the connection and could destroy it.
  private func linger() {
    guard let context else { return }
    state = .lingering(since: now)
    requestBegan = nil
    if closeReason == .peer { closeReason = .drained }
    let channel = context.channel
    let last = context.writeAndFlush(wrapOutboundOut(output))
    output.clear(minimumCapacity: 0)
    last.whenComplete { _ in channel.close(mode: .output, promise: nil) }
  }

  func tick(now: NIODeadline) {
    self.now = now
    if case .lingering(let since) = state {
      if now - since >= Self.lingeringTime { closeNow() }
      return
    }
    if let requestBegan, now - requestBegan >= loop.options.requestTimeout {
      closeReason = .requestTimeout
      if case .discarding = state { return closeNow() }
      refuse(currentExchange, .timeout, mustClose: true)
      return
    }
    if let retiresBy, now >= retiresBy, requestBegan == nil { return perform(.close(.drained)) }
    perform(lifetime.tick(now: now, openRequests: requestBegan == nil ? 0 : 1))
  }

  func drain(now: NIODeadline) {
    self.now = now
    perform(lifetime.drain(now: now))
  }

  /// Nothing can be said before the next request: closing now could meet it on its way and lose it. Its
  /// answer will say `close`.
  func retire(now: NIODeadline) {
    keepsAlive = false
    retiresBy = retiresBy ?? now + loop.options.connectionGrace
  }

  private var isEnding: Bool { retiresBy != nil || lifetime.isEnding }

  private func perform(_ action: ConnectionLifetime.Action) {
    switch action {
    case .none: break
    case .announce, .refuseNew:
      // There is nothing to announce with: the answer to the open request will say `close`.
      _ = lifetime.announcementSeen()
      keepsAlive = false
      if requestBegan == nil {
        closeReason = .drained
        closeNow()
      }
    case .close(let reason):
      closeReason = reason
      closeNow()
    }
  }

  func closeNow() { context?.close(promise: nil) }
}

extension RequestHead {
  /// Notes the head of an HTTP/1.1 request.
  fileprivate mutating func note(_ head: HTTPRequestHead) {
    isPost = head.method == .POST
    isHead = head.method == .HEAD
    route = withUTF8Span(head.uri) { Self.route($0) }
    for (name, value) in head.headers {
      withUTF8Span(name) { name in
        withUTF8Span(value) { value in note(name: name, value: value) }
      }
    }
  }
}
