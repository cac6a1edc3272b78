internal import NIOCore
internal import TelemetryEngine

/// What the connections of one event loop share. Used on that loop only.
final class ServerLoop {
  let eventLoop: any EventLoop
  private(set) var options: OTLPServerOptions
  var counters = ServerCounters()
  private(set) var isDraining = false

  private let handler: any ExportHandler
  private var rules: RequestRules
  private let inflater = Inflater()
  private var allowance: ReceiveAllowance
  private var spareStorage: [ByteBuffer] = []
  private var connections: [ObjectIdentifier: any ServerConnection] = [:]
  private var emptied: EventLoopPromise<Void>?
  private var ticker: RepeatedTask?

  init(eventLoop: any EventLoop, options: OTLPServerOptions, handler: any ExportHandler) {
    self.eventLoop = eventLoop
    self.options = options
    self.handler = handler
    rules = RequestRules(maxMessageSize: options.maxMessageSize)
    allowance = ReceiveAllowance(limit: Self.allowance(options, rules))
  }

  private static func allowance(_ options: OTLPServerOptions, _ rules: RequestRules) -> Int {
    max(options.maxBufferedBytes, rules.maxPackedSize + MessageReader.prefixLength)
  }

  /// Sets other limits. Requests under way keep the size that they were begun with.
  func configure(_ options: OTLPServerOptions) {
    let isPeriodNew = options.requestTimeout != self.options.requestTimeout
    self.options = options
    rules = RequestRules(maxMessageSize: options.maxMessageSize)
    allowance.limit = Self.allowance(options, rules)
    if isPeriodNew, !isDraining { startTicking() }
  }

  var currentCounters: ServerCounters {
    var counters = counters
    counters.connectionsOpen = connections.count
    counters.bufferedBytes = allowance.used
    return counters
  }

  // MARK: Requests

  enum Answer {
    case accepted
    case partial(ExportResponse)
    case failed(Failure)
  }

  /// The headers are complete. Throws when the body is not wanted; then call `refuse`.
  func begin(_ exchange: Exchange) throws(Refusal) {
    let plan = try rules.judge(exchange.head, roomLeft: allowance.left)
    exchange.plan = plan
    exchange.reader = MessageReader(
      plan.transport == .grpc ? .grpc : .none, into: spareStorage.popLast() ?? ByteBuffer(),
      limit: rules.maxWireSize(plan.encoding), contentLength: exchange.head.contentLength)
  }

  /// Takes bytes of the body. Throws when no more are wanted; then call `refuse`.
  func append(_ bytes: RawSpan, to exchange: Exchange) throws(Refusal) {
    guard allowance.take(bytes.byteCount) else { throw .overloaded }
    exchange.charged += bytes.byteCount
    do throws(MessageReader.Failure) {
      try exchange.reader?.append(bytes)
    } catch {
      throw Refusal(error, limit: options.maxMessageSize)
    }
  }

  /// The request is complete: unpacks it and hands it on.
  func finish(_ exchange: Exchange, now: NIODeadline, from address: SocketAddress?) -> Answer {
    guard let plan = exchange.plan, var reader = exchange.reader else {
      return refuse(exchange, Refusal(.malformed, .internal, "the request has no headers"), from: address)
    }
    exchange.reader = nil
    let reply: ExportReply
    do throws(Refusal) {
      if exchange.isPastDeadline(now: now) { throw .deadlineExceeded }
      let message = try unpack(&reader, plan)
      let peer = PeerInfo(
        transport: plan.transport, wireBytes: reader.byteCount, remoteAddress: address)
      reply = handler.export(plan.signal, body: message, peer: peer)
      keepForReuse(consume message)
    } catch {
      return refuse(exchange, error, from: address)
    }
    counters.requestsExported += 1
    release(exchange)
    switch reply {
    case .accepted: return .accepted
    case .partial(let response): return .partial(response)
    case .refused(let status): return .failed(Failure(status))
    }
  }

  private func unpack(_ reader: inout MessageReader, _ plan: RequestRules.Plan) throws(Refusal) -> ByteBuffer
  {
    do throws(MessageReader.Failure) {
      try reader.finish()
    } catch {
      throw Refusal(error, limit: options.maxMessageSize)
    }
    let isPacked = plan.transport == .grpc ? reader.isCompressed : plan.encoding != .identity
    if isPacked, plan.encoding == .identity {
      throw Refusal(.malformed, .internal, "the message is marked compressed, and grpc-encoding is missing")
    }
    let message = reader.takeMessage()
    do throws(InflateError) {
      let unpacked = try inflater.inflate(
        message, encoding: isPacked ? plan.encoding : .identity, limit: options.maxMessageSize)
      if isPacked { keepForReuse(consume message) }
      return unpacked
    } catch {
      throw Refusal(error, transport: plan.transport)
    }
  }

  /// Counts a request that the pipeline never saw, and gives its memory back. `isAnswered` is false
  /// when nobody is left to hear it.
  @discardableResult
  func refuse(
    _ exchange: Exchange, _ refusal: Refusal, from address: SocketAddress?, isAnswered: Bool = true
  ) -> Answer {
    counters.requestsRefused[refusal.reason, default: 0] += 1
    let transport = exchange.transport
    let code: ExportRefusal.Status =
      transport == .grpc ? .grpc(refusal.failure.status.code) : .http(refusal.failure.httpStatus)
    handler.refusedBeforeExport(
      exchange.head.signal,
      peer: PeerInfo(transport: transport, wireBytes: exchange.charged, remoteAddress: address),
      reason: refusal.reason, code: isAnswered ? code : nil)
    release(exchange)
    return .failed(refusal.failure)
  }

  private func release(_ exchange: Exchange) {
    allowance.giveBack(exchange.charged)
    exchange.charged = 0
    exchange.reader = nil
  }

  /// Storage that nobody else holds is used for the next body.
  private func keepForReuse(_ storage: consuming ByteBuffer) {
    guard (1...256 << 10).contains(storage.capacity), spareStorage.count < 16 else { return }
    storage.clear()
    spareStorage.append(storage)
  }

  // MARK: Connections

  func makeLifetime(now: NIODeadline) -> ConnectionLifetime {
    let age = Double(options.maxConnectionAge.nanoseconds) * Double.random(in: 0.9...1.1)
    return ConnectionLifetime(
      .init(
        firstRequest: options.requestTimeout, idle: options.idleTimeout,
        age: .nanoseconds(Int64(min(age, 9e18))), grace: options.connectionGrace),
      now: now)
  }

  func register(_ connection: any ServerConnection) {
    connections[ObjectIdentifier(connection)] = connection
  }

  func unregister(_ connection: any ServerConnection) {
    connections[ObjectIdentifier(connection)] = nil
    if connections.isEmpty { finishDraining() }
  }

  /// Asks the connections to go that were let in under one listener's terms.
  func retireConnections(of generation: Int) {
    let now = NIODeadline.now()
    for connection in connections.values where connection.generation == generation {
      connection.retire(now: now)
    }
  }

  func countClosed(_ reason: ConnectionLifetime.CloseReason) {
    counters.connectionsClosed[reason, default: 0] += 1
  }

  /// Looks at every connection's clocks a few times per request timeout, at least once a second:
  /// one timer for all costs a request nothing.
  func startTicking() {
    let quarter = TimeAmount.nanoseconds(options.requestTimeout.nanoseconds / 4)
    let period = min(TimeAmount.seconds(1), max(quarter, TimeAmount.milliseconds(5)))
    let loop = NIOLoopBound(self, eventLoop: eventLoop)
    ticker?.cancel()
    ticker = eventLoop.scheduleRepeatedTask(initialDelay: period, delay: period) { _ in
      let now = NIODeadline.now()
      for connection in loop.value.connections.values { connection.tick(now: now) }
    }
  }

  /// Asks every connection to go; the future succeeds when all are gone, by `deadline` at the latest.
  func drain(until deadline: NIODeadline) -> EventLoopFuture<Void> {
    let promise = emptied ?? eventLoop.makePromise(of: Void.self)
    if emptied == nil {
      isDraining = true
      emptied = promise
      let now = NIODeadline.now()
      for connection in connections.values { connection.drain(now: now) }
    }
    let loop = NIOLoopBound(self, eventLoop: eventLoop)
    let force = eventLoop.scheduleTask(deadline: deadline) { loop.value.closeAll() }
    if connections.isEmpty { finishDraining() }
    promise.futureResult.whenComplete { _ in force.cancel() }
    return promise.futureResult
  }

  func closeAll() {
    isDraining = true
    for connection in connections.values { connection.closeNow() }
  }

  private func finishDraining() {
    guard isDraining else { return }
    ticker?.cancel()
    emptied?.succeed()
  }
}
