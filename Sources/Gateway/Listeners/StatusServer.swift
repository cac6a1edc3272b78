internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import Synchronization

/// A small HTTP/1.1 server for what people and probes read: `/metrics`, `/healthz`. It runs beside the
/// data path and never waits on it for longer than a loop's turn.
final class StatusServer: Sendable {
  /// Answers a GET.
  typealias Responder = @Sendable (StatusRequest) async -> StatusResponse
  /// Makes the first handler of a connection, for TLS.
  typealias MakeTLSHandler = @Sendable () throws -> any ChannelHandler

  private static let maxConnections = 256
  private static let idleTime = TimeAmount.seconds(60)
  /// How long a reader may take nothing of an answer.
  private static let patience = TimeAmount.seconds(30)

  let address: SocketAddress
  private let channel: any Channel
  private let state: State

  private final class State: Sendable {
    let isClosing = Atomic(false)
    let makeTLSHandler: Mutex<MakeTLSHandler?>

    init(_ makeTLSHandler: MakeTLSHandler?) { self.makeTLSHandler = Mutex(makeTLSHandler) }
  }

  private init(_ channel: any Channel, _ address: SocketAddress, _ state: State) {
    self.channel = channel
    self.address = address
    self.state = state
  }

  /// `makeTLSHandler` is nil for plain text.
  ///
  /// - Throws: `StartError` when it cannot listen.
  static func start(
    host: String, port: Int, makeTLSHandler: MakeTLSHandler?, group: any EventLoopGroup,
    respond: @escaping Responder
  ) async throws(StartError) -> StatusServer {
    let gate = ConnectionGate(limit: maxConnections)
    let state = State(makeTLSHandler)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard gate.enter() else { throw ChannelError.ioOnClosedChannel }
          channel.closeFuture.whenComplete { _ in gate.leave() }
          let pipeline = channel.pipeline.syncOperations
          if let makeTLSHandler = state.makeTLSHandler.withLock({ $0 }) {
            try pipeline.addHandler(makeTLSHandler())
          }
          try pipeline.addHandler(IdleStateHandler(readTimeout: idleTime, writeTimeout: patience))
          try pipeline.configureHTTPServerPipeline(withErrorHandling: true)
          try pipeline.addHandler(
            StatusHandler(respond: respond, patience: patience) { state.isClosing.load(ordering: .relaxed) })
        }
      }
    do {
      let channel = try await bootstrap.bind(host: host, port: port).get()
      guard let address = channel.localAddress else { throw ChannelError.unknownLocalAddress }
      return StatusServer(channel, address, state)
    } catch {
      throw StartError.unavailable("cannot listen on \(host):\(port): \(error)")
    }
  }

  /// Secures new connections in another way.
  func secure(_ makeTLSHandler: MakeTLSHandler?) {
    state.makeTLSHandler.withLock { $0 = makeTLSHandler }
  }

  /// Closes the listening socket. Every connection is answered once more, if it asks again, and then closes.
  func close() async {
    state.isClosing.store(true, ordering: .relaxed)
    try? await channel.close().get()
  }
}
