package import NIOCore
internal import NIOPosix

/// A listener that could not be opened.
package struct ListenError: Error, CustomStringConvertible {
  package var host: String
  package var port: Int
  package var reason: String

  package var description: String { "cannot listen on \(host):\(port): \(reason)" }
}

/// The OTLP receivers: one listener meant for gRPC and one for HTTP, each of which serves both.
///
/// Connections are dealt to the loops in turn and stay on theirs; nothing is shared between loops on
/// the way from the socket to the export handler.
package actor OTLPServer {
  /// Where the listeners ended up, for port 0.
  package struct Addresses: Sendable {
    package var grpc: SocketAddress
    package var http: SocketAddress
  }

  private let options: OTLPServerOptions
  private let acceptor: any EventLoop
  private let loops: any EventLoopGroup
  private let makeHandler: @Sendable (any EventLoop) -> any ExportHandler
  private var serverLoops: [NIOLoopBound<ServerLoop>] = []
  private var desk: NIOLoopBound<AcceptDesk>?
  private var listeners: [any Channel] = []

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
      return Addresses(grpc: try await listen(options.grpc), http: try await listen(options.http))
    } catch {
      await stopAccepting()
      await close()
      throw error
    }
  }

  private func listen(_ listener: OTLPServerOptions.Listener) async throws -> SocketAddress {
    do {
      let channel = try await bootstrap(listener).bind(host: listener.host, port: listener.port).get()
      listeners.append(channel)
      guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
      return address
    } catch {
      throw ListenError(host: listener.host, port: listener.port, reason: String(describing: error))
    }
  }

  private func bootstrap(_ listener: OTLPServerOptions.Listener) -> ServerBootstrap {
    let desk = desk
    let loopOf = Dictionary(
      uniqueKeysWithValues: zip(loops.makeIterator().map { ObjectIdentifier($0) }, serverLoops))
    return ServerBootstrap(group: acceptor, childGroup: loops)
      .serverChannelOption(.backlog, value: 1024)
      // A restart must not wait for old connections; unlike SO_REUSEPORT this lets nobody share.
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let desk else { return }
          try channel.pipeline.syncOperations.addHandler(AcceptGate(desk: desk.value))
        }
      }
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 16_384, maximum: 256 << 10)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let loop = loopOf[ObjectIdentifier(channel.eventLoop)]?.value, !loop.isDraining else {
            throw ChannelError.ioOnClosedChannel
          }
          let pipeline = channel.pipeline.syncOperations
          if let makeTLSHandler = listener.makeTLSHandler { try pipeline.addHandler(makeTLSHandler()) }
          try pipeline.addHandler(ProtocolDetector(loop: loop))
        }
      }
  }

  /// Closes the listeners; connections go on.
  package func stopAccepting() async {
    for listener in listeners { try? await listener.close().get() }
    listeners = []
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
