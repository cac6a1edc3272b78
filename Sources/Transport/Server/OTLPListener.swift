package import NIOCore
internal import NIOPosix
internal import Synchronization

/// A listener that could not be opened.
package struct ListenError: Error, CustomStringConvertible {
  package var host: String
  package var port: Int
  package var reason: String

  package var description: String { "cannot listen on \(host):\(port): \(reason)" }
}

/// An open listening socket of an `OTLPServer`. It accepts nothing before the server takes it into use.
package struct OTLPListener: Sendable {
  /// Where it ended up, for port 0.
  package let address: SocketAddress
  let channel: any Channel
  let security: ListenerSecurity

  /// Closes the socket; for one that was not taken into use after all.
  package func close() async { try? await channel.close().get() }

  func startAccepting() async { try? await channel.setOption(.autoRead, value: true).get() }
}

/// How new connections of a listener are secured. It may change while the listener is open.
final class ListenerSecurity: Sendable {
  typealias MakeHandler = @Sendable () throws -> any ChannelHandler

  struct Current: Sendable {
    /// Which of the server's connections are under the same terms.
    var generation: Int
    /// Nil is plain text.
    var makeTLSHandler: MakeHandler?
  }

  private let state: Mutex<Current>

  init(_ current: Current) { state = Mutex(current) }

  var current: Current {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}

extension OTLPListener {
  /// Opens a socket whose connections are dealt to the loops in turn. `loopOf` has every loop of the group.
  static func open(
    _ options: OTLPServerOptions.Listener, generation: Int, desk: NIOLoopBound<AcceptDesk>,
    acceptor: any EventLoop, loops: any EventLoopGroup,
    loopOf: [ObjectIdentifier: NIOLoopBound<ServerLoop>]
  ) async throws(ListenError) -> OTLPListener {
    let security = ListenerSecurity(.init(generation: generation, makeTLSHandler: options.makeTLSHandler))
    let bootstrap = ServerBootstrap(group: acceptor, childGroup: loops)
      .serverChannelOption(.backlog, value: 1024)
      // A restart must not wait for old connections; unlike SO_REUSEPORT this lets nobody share.
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.autoRead, value: false)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
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
          let current = security.current
          let pipeline = channel.pipeline.syncOperations
          if let makeTLSHandler = current.makeTLSHandler { try pipeline.addHandler(makeTLSHandler()) }
          try pipeline.addHandler(ProtocolDetector(loop: loop, generation: current.generation))
        }
      }
    do {
      let channel = try await bootstrap.bind(host: options.host, port: options.port).get()
      guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
      return OTLPListener(address: address, channel: channel, security: security)
    } catch {
      throw ListenError(host: options.host, port: options.port, reason: String(describing: error))
    }
  }
}
