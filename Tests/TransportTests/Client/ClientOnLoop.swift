import NIOCore
import NIOPosix
import TelemetryEngine
import Transport

/// A client with an event loop of its own, for tests that are not on one.
final class ClientOnLoop: Sendable {
  private let loop: any EventLoop
  private let client: NIOLoopBoundBox<(any OTLPClient)?>

  init(_ endpoint: TargetEndpoint, now: @escaping @Sendable () -> Int64 = { 0 }) async throws {
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    self.loop = loop
    client = try await loop.submit {
      NIOLoopBoundBox(makeClient(for: endpoint, on: loop, now: now), eventLoop: loop)
    }.get()
  }

  func send(_ request: OutgoingRequest = .small()) async throws -> ExportOutcome {
    try await begin(request).get()
  }

  /// Sends without waiting for the outcome.
  func begin(_ request: OutgoingRequest = .small()) -> EventLoopFuture<ExportOutcome> {
    let promise = loop.makePromise(of: ExportOutcome.self)
    loop.execute { [client] in
      guard let client = client.value else { return promise.fail(ChannelError.ioOnClosedChannel) }
      var hasReturned = false
      client.send(request) { outcome in
        precondition(hasReturned, "completed from within send")
        promise.succeed(outcome)
      }
      hasReturned = true
    }
    return promise.futureResult
  }

  func onLoop<Result: Sendable>(
    _ body: @escaping @Sendable (any OTLPClient) -> Result
  ) async throws -> Result? {
    try await loop.submit { [client] in client.value.map(body) }.get()
  }

  var counters: ClientCounters {
    get async throws { try await onLoop { $0.counters } ?? ClientCounters() }
  }

  /// Closes the client and forgets it.
  func close() async throws {
    try await loop.submit { [client] in
      client.value?.closeNow()
      client.value = nil
    }.get()
  }
}

extension OutgoingRequest {
  static func small(
    _ signal: Signal = .traces, body: String = "body", encoding: ContentEncoding = .identity,
    contentType: ContentType = .protobuf, timeout: Duration = .seconds(30)
  ) -> OutgoingRequest {
    OutgoingRequest(
      signal: signal, body: ByteBuffer(string: body), encoding: encoding, contentType: contentType,
      timeout: timeout)
  }
}

extension ExportOutcome {
  var unansweredReason: String? {
    guard case .unanswered(let reason) = self else { return nil }
    return reason
  }

  var refusal: ExportRefusal? {
    guard case .refused(let refusal) = self else { return nil }
    return refusal
  }
}
