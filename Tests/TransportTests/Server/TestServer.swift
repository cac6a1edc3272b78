import NIOCore
import NIOPosix
import TelemetryEngine
import Transport

/// A running server on ports that the system chose.
struct TestServer: Sendable {
  let server: OTLPServer
  let addresses: OTLPServer.Addresses
  let recorder: Recorder

  func counters() async -> ServerCounters {
    await server.counters().reduce(into: ServerCounters()) { $0.add($1) }
  }

  /// Starts a server, lends it to `body`, and stops it.
  static func run<Result: Sendable>(
    reply: ExportReply = .accepted, _ adjust: (inout OTLPServerOptions) -> Void = { _ in },
    _ body: (TestServer) async throws -> Result
  ) async throws -> Result {
    var options = OTLPServerOptions()
    options.grpc.port = 0
    options.http.port = 0
    // A busy machine must not close connections under tests that are not about time.
    options.requestTimeout = .minutes(10)
    adjust(&options)
    let recorder = Recorder()
    let group = MultiThreadedEventLoopGroup.singleton
    let server = OTLPServer(options: options, acceptor: group.next(), loops: group) { _ in
      RecordingHandler(recorder, reply: reply)
    }
    let addresses = try await server.start()
    do {
      let result = try await body(TestServer(server: server, addresses: addresses, recorder: recorder))
      await server.close()
      return result
    } catch {
      await server.close()
      throw error
    }
  }
}

/// The peer closed before what was waited for arrived.
struct ConnectionEnded: Error {
  var received: String
}

/// A TCP connection that sends and receives bytes as they are.
struct RawConnection: ~Copyable {
  let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
  /// Received and not yet taken.
  var received = ByteBuffer()

  static func open<Result: Sendable>(
    to address: SocketAddress, _ body: (inout RawConnection) async throws -> Result
  ) async throws -> Result {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(to: address) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return try await channel.executeThenClose { inbound, outbound in
      var connection = RawConnection(outbound: outbound, inbound: inbound.makeAsyncIterator())
      return try await body(&connection)
    }
  }

  func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }
  func send(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }

  /// Waits for more bytes; false when the peer has closed.
  mutating func receive() async throws -> Bool {
    guard var bytes = try await nextChunk() else { return false }
    received.writeBuffer(&bytes)
    return true
  }

  /// The next received bytes; nil when the peer has closed, with or without a reset.
  mutating func nextChunk() async throws -> ByteBuffer? {
    do {
      return try await inbound.next()
    } catch is IOError {
      return nil
    }
  }

  /// Waits until the peer closes. Everything it sent stays in `received`.
  mutating func receiveToEnd() async throws {
    while try await receive() {}
  }
}
