internal import NIOCore
internal import TelemetryEngine

/// One HTTP/2 connection of a client: OTLP/gRPC and OTLP/HTTP, told apart by the content type.
final class HTTP2ServerConnection: ChannelDuplexHandler, ServerConnection {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let loop: ServerLoop
  let generation: Int
  var session: HTTP2Session?
  /// Requests whose answer is not decided yet.
  var exchanges: [Int32: Exchange] = [:]
  /// The exchange used last, since events of one stream come in a row.
  var recent: (streamID: Int32, exchange: Exchange)?
  var lifetime: ConnectionLifetime
  var now = NIODeadline.now()
  private(set) var remoteAddress: SocketAddress?
  private var context: ChannelHandlerContext?
  private var output = ByteBuffer()
  private var isReadHeld = false
  private var isCycleOpen = false
  private var closing: (reason: ConnectionLifetime.CloseReason, since: NIODeadline)?

  /// How long a peer gets to read the last frames and close.
  private static let closingTime = TimeAmount.seconds(2)

  init(loop: ServerLoop, generation: Int) {
    self.loop = loop
    self.generation = generation
    lifetime = loop.makeLifetime(now: .now())
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    remoteAddress = context.remoteAddress
    loop.register(self)
    do {
      session = try HTTP2Session(
        role: .server, configuration: loop.options.http2, preparedReply: GRPCReply.success,
        delegate: self, now: now)
    } catch {
      context.close(promise: nil)
    }
  }

  func handlerRemoved(context: ChannelHandlerContext) { tearDown() }

  func channelInactive(context: ChannelHandlerContext) {
    tearDown()
    context.fireChannelInactive()
  }

  private func tearDown() {
    guard context != nil else { return }
    context = nil
    loop.countClosed(closing?.reason ?? .peer)
    let open = exchanges.values
    exchanges = [:]
    recent = nil
    for exchange in open { abandon(exchange) }
    loop.unregister(self)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard closing == nil, let session else { return }
    now = .now()
    isCycleOpen = true
    do throws(HTTP2SessionError) {
      try session.receive(unwrapInboundIn(data), now: now)
    } catch {
      flush()
      close(.protocolError)
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    isCycleOpen = false
    flush()
    context.fireChannelReadComplete()
  }

  /// Does not read from a peer that does not read its answers.
  func read(context: ChannelHandlerContext) {
    if context.channel.isWritable { context.read() } else { isReadHeld = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable {
      flush()
      if isReadHeld {
        isReadHeld = false
        context.read()
      }
    }
    context.fireChannelWritabilityChanged()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Sends what the session has ready, as far as the socket takes it.
  func flush() {
    guard closing == nil, let context, let session else { return }
    var hasMore = true
    while hasMore, context.channel.isWritable {
      output.clear(minimumCapacity: 4096)
      do throws(HTTP2SessionError) {
        hasMore = try session.drainOutput(into: &output, limit: 256 << 10)
      } catch {
        return close(.protocolError)
      }
      if output.readableBytes > 0 { context.writeAndFlush(wrapOutboundOut(output), promise: nil) }
    }
    if session.isFinished { close(session.violation == nil ? .drained : .protocolError) }
  }

  /// Closes our side once what was written has left, and the rest when the peer has closed: closing
  /// with unread input would reset the connection and could destroy the GOAWAY.
  private func close(_ reason: ConnectionLifetime.CloseReason) {
    guard closing == nil, let context else { return }
    closing = (reason, now)
    if let violation = session?.violation {
      loop.counters.protocolErrors[.http2(violation), default: 0] += 1
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(ByteBuffer())).whenComplete { _ in
      channel.close(mode: .output, promise: nil)
    }
  }

  func tick(now: NIODeadline) {
    self.now = now
    if let closing {
      if now - closing.since >= Self.closingTime { closeNow() }
      return
    }
    endLateRequests()
    perform(lifetime.tick(now: now, openRequests: exchanges.count))
  }

  private func endLateRequests() {
    let timeout = loop.options.requestTimeout
    for (streamID, exchange) in exchanges where now - exchange.startedAt >= timeout {
      if exchange.plan == nil {
        // A header block that never ends blocks the whole connection.
        close(.requestTimeout)
        return closeNow()
      }
      refuse(streamID, exchange, .timeout)
    }
    flush()
  }

  func drain(now: NIODeadline) {
    self.now = now
    perform(lifetime.drain(now: now))
  }

  func retire(now: NIODeadline) { drain(now: now) }

  func perform(_ action: ConnectionLifetime.Action) {
    switch action {
    case .none: return
    case .announce: session?.announceGoAway()
    case .refuseNew: session?.goAway()
    case .close(let reason):
      flush()
      close(reason)
      if reason == .graceExpired { closeNow() }
      return
    }
    // Within a read cycle its end flushes, and from within a session's callback nothing may.
    if !isCycleOpen { flush() }
  }

  func closeNow() { context?.close(promise: nil) }
}
