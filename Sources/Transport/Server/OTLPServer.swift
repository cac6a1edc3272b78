package import NIOCore

/// The OTLP receivers: one listener meant for gRPC and one for HTTP, each of which serves both.
///
/// Connections are dealt to the loops in turn and stay on theirs; nothing is shared between loops on
/// the way from the socket to the export handler. Listeners and limits can be replaced while it runs.
package actor OTLPServer {
  package enum Receiver: Sendable, CaseIterable { case grpc, http }

  /// Where the listeners ended up, for port 0.
  package struct Addresses: Sendable {
    package var grpc: SocketAddress
    package var http: SocketAddress
  }

  private var options: OTLPServerOptions
  private let acceptor: any EventLoop
  private let loops: any EventLoopGroup
  private let makeHandler: @Sendable (any EventLoop) -> any ExportHandler
  private var serverLoops: [NIOLoopBound<ServerLoop>] = []
  private var desk: NIOLoopBound<AcceptDesk>?
  private var listeners: [Receiver: OTLPListener] = [:]
  private var generations = 0

  /// `acceptor` accepts for both listeners; `makeHandler` runs once on each loop of `loops`.
  package init(
    options: OTLPServerOptions, acceptor: any EventLoop, loops: any EventLoopGroup,
    makeHandler: @escaping @Sendable (any EventLoop) -> any ExportHandler
  ) {
    self.options = options
    self.acceptor = acceptor
    self.loops = loops
    self.makeHandler = makeHandler
  }

  /// Opens both listeners, or none. Call once. Throws `ListenError`.
  package func start() async throws -> Addresses {
    let options = options
    let makeHandler = makeHandler
    for eventLoop in loops.makeIterator() {
      let loop = try await eventLoop.submit {
        let loop = ServerLoop(eventLoop: eventLoop, options: options, handler: makeHandler(eventLoop))
        loop.startTicking()
        return NIOLoopBound(loop, eventLoop: eventLoop)
      }.get()
      serverLoops.append(loop)
    }
    let acceptor = acceptor
    desk = try await acceptor.submit {
      NIOLoopBound(AcceptDesk(options: options), eventLoop: acceptor)
    }.get()
    do {
      for (receiver, listener) in [(Receiver.grpc, options.grpc), (.http, options.http)] {
        await replace(receiver, with: try await open(listener))
      }
    } catch {
      await stopAccepting()
      await close()
      throw error
    }
    guard let grpc = listeners[.grpc], let http = listeners[.http] else { throw ChannelError.eof }
    return Addresses(grpc: grpc.address, http: http.address)
  }

  // MARK: Changes

  /// Opens a socket that accepts nothing until it takes the place of another. The server must have started.
  package func open(_ listener: OTLPServerOptions.Listener) async throws(ListenError) -> OTLPListener {
    guard let desk else {
      throw ListenError(host: listener.host, port: listener.port, reason: "the server has not started")
    }
    generations += 1
    return try await OTLPListener.open(
      listener, generation: generations, desk: desk, acceptor: acceptor, loops: loops,
      loopOf: Dictionary(
        uniqueKeysWithValues: zip(loops.makeIterator().map { ObjectIdentifier($0) }, serverLoops)))
  }

  /// Takes a listener into use. The one in its place closes; its connections are asked to go, and each has
  /// time to finish what it began.
  package func replace(_ receiver: Receiver, with listener: OTLPListener) async {
    let previous = listeners.updateValue(listener, forKey: receiver)
    await listener.startAccepting()
    guard let previous else { return }
    await previous.close()
    await retireConnections(of: previous.security.current.generation)
  }

  /// Gives up a listener's address. Its connections go on.
  package func suspend(_ receiver: Receiver) async { await listeners[receiver]?.close() }

  /// Opens a suspended listener again at its address, as if it had never been closed.
  package func resume(_ receiver: Receiver) async throws(ListenError) {
    guard let previous = listeners[receiver] else { return }
    let current = previous.security.current
    let listener = try await open(
      .init(
        host: previous.address.ipAddress ?? "", port: previous.address.port ?? 0,
        makeTLSHandler: current.makeTLSHandler))
    listener.security.current = current
    listeners[receiver] = listener
    await listener.startAccepting()
  }

  /// Secures new connections in another way. Those that there are go on, unless they were `admitted` by
  /// rules that hold no longer: then they are asked to go.
  package func secure(
    _ receiver: Receiver, _ makeTLSHandler: (@Sendable () throws -> any ChannelHandler)?,
    retiringAdmitted: Bool
  ) async {
    guard let security = listeners[receiver]?.security else { return }
    let previous = security.current
    if retiringAdmitted { generations += 1 }
    let generation = retiringAdmitted ? generations : previous.generation
    security.current = .init(generation: generation, makeTLSHandler: makeTLSHandler)
    if retiringAdmitted { await retireConnections(of: previous.generation) }
  }

  /// Sets other limits; of `options` the listeners are not looked at. What a connection was given when it
  /// opened, such as its age, it keeps.
  package func configure(_ options: OTLPServerOptions) async {
    self.options = options
    for loop in serverLoops { try? await loop.eventLoop.submit { loop.value.configure(options) }.get() }
    guard let desk else { return }
    try? await acceptor.submit { desk.value.configure(options) }.get()
  }

  private func retireConnections(of generation: Int) async {
    for loop in serverLoops {
      try? await loop.eventLoop.submit { loop.value.retireConnections(of: generation) }.get()
    }
  }

  // MARK: The end

  /// Closes the listeners; connections go on.
  package func stopAccepting() async {
    for listener in listeners.values { await listener.close() }
    listeners = [:]
  }

  /// Stops accepting, asks every connection to go, and lets open requests finish. Returns when all
  /// connections are gone; after `time` they are closed.
  package func drain(within time: TimeAmount) async {
    await stopAccepting()
    let deadline = NIODeadline.now() + time
    let drained = serverLoops.map { loop in
      loop.eventLoop.flatSubmit { loop.value.drain(until: deadline) }
    }
    for future in drained { try? await future.get() }
  }

  /// Closes everything at once.
  package func close() async { await drain(within: .nanoseconds(0)) }

  // MARK: Counters

  /// Where the listeners are, suspended ones included.
  package var addresses: [Receiver: SocketAddress] { listeners.mapValues(\.address) }

  /// One for each loop, in the order of the group.
  package func counters() async -> [ServerCounters] {
    var all: [ServerCounters] = []
    for loop in serverLoops {
      if let counters = try? await loop.eventLoop.submit({ loop.value.currentCounters }).get() {
        all.append(counters)
      }
    }
    return all
  }

  package func acceptCounters() async -> AcceptCounters {
    guard let desk else { return AcceptCounters() }
    return (try? await acceptor.submit { desk.value.counters }.get()) ?? AcceptCounters()
  }
}
