package import NIOCore
import NIOHTTP1
package import TelemetryEngine

/// OTLP/HTTP over HTTP/1.1: a few kept-alive connections to one endpoint, each with one request at a
/// time. Redirects are not followed; they would take credentials elsewhere.
package final class HTTPClient: OTLPClient {
  /// Requests that may wait for a connection; more end unanswered.
  static let waitingLimit = 64
  /// A connection that idled longer is not used again: something between may have forgotten it.
  static let idleLimit = TimeAmount.seconds(60)

  private let endpoint: TargetEndpoint
  private let eventLoop: any EventLoop
  private let now: WallClock
  private let heads: HTTPRequestHeads
  /// The last one was used last.
  private var idle: [HTTPConnection] = []
  private var busy: [ObjectIdentifier: (connection: HTTPConnection, exchange: HTTPExchange)] = [:]
  private var connecting: [ObjectIdentifier: (attempt: ConnectAttempt, exchange: HTTPExchange)] = [:]
  private var waiting: [HTTPExchange] = []
  private var isShutDown = false
  package private(set) var counters = ClientCounters()

  /// Must be called on `eventLoop`, as everything else.
  package init(
    endpoint: TargetEndpoint, on eventLoop: any EventLoop, now: @escaping WallClock = systemWallClock
  ) {
    eventLoop.preconditionInEventLoop()
    self.endpoint = endpoint
    self.eventLoop = eventLoop
    self.now = now
    heads = HTTPRequestHeads(endpoint)
  }

  package var hasCapacity: Bool {
    !isShutDown && waiting.isEmpty && (!idle.isEmpty || hasFreeSlot)
  }

  private var hasFreeSlot: Bool {
    idle.count + busy.count + connecting.count < endpoint.maxConnections
  }

  package func send(_ request: OutgoingRequest, completion: @escaping (ExportOutcome) -> Void) {
    let exchange = HTTPExchange(request, on: eventLoop, completion: completion)
    guard !isShutDown else { return exchange.endUnanswered("the client is shut down") }
    guard waiting.count < Self.waitingLimit else {
      return exchange.endUnanswered("\(Self.waitingLimit) requests wait for \(endpoint.name) already")
    }
    exchange.startTimer { [weak self] in self?.timedOut($0) }
    waiting.append(exchange)
    startWaiting()
  }

  package func shutdown() {
    isShutDown = true
    for connection in idle { connection.close() }
  }

  package func closeNow() {
    isShutDown = true
    let reason = "the client is closed"
    for exchange in waiting { exchange.endUnanswered(reason) }
    waiting = []
    for (attempt, exchange) in connecting.values {
      attempt.cancel()
      exchange.endUnanswered(reason)
    }
    connecting = [:]
    for (connection, exchange) in busy.values {
      exchange.endUnanswered(reason)
      connection.close()
    }
    for connection in idle { connection.close() }
  }

  // MARK: Connections

  private func startWaiting() {
    while let exchange = waiting.first {
      if let connection = takeIdle() {
        waiting.removeFirst()
        start(exchange, on: connection)
      } else if hasFreeSlot {
        waiting.removeFirst()
        connect(for: exchange)
      } else {
        return
      }
    }
  }

  private func takeIdle() -> HTTPConnection? {
    while let connection = idle.popLast() {
      if connection.isOpen, connection.idleSince + Self.idleLimit > .now() { return connection }
      connection.close()
    }
    return nil
  }

  private func start(_ exchange: HTTPExchange, on connection: HTTPConnection) {
    busy[ObjectIdentifier(connection)] = (connection, exchange)
    counters.bytesSent += exchange.request.body.readableBytes
    connection.start(exchange, head: heads.head(for: exchange.request))
  }

  private func connect(for exchange: HTTPExchange) {
    let key = ObjectIdentifier(exchange)
    let timeout = exchange.request.timeout
    let attempt = ConnectAttempt(
      to: endpoint, on: eventLoop,
      timeout: timeout > .zero ? TimeAmount(timeout) : ConnectAttempt.timeLimit
    ) { [weak self] result in
      guard let self, connecting.removeValue(forKey: key) != nil else { return }
      connected(result, for: exchange)
    }
    connecting[key] = (attempt, exchange)
  }

  private func connected(_ result: Result<any Channel, ConnectFailure>, for exchange: HTTPExchange) {
    do {
      let connection = try HTTPConnection(result.get(), owner: self)
      counters.connects += 1
      start(exchange, on: connection)
    } catch {
      counters.connectFailures += 1
      exchange.endUnanswered(describe(error))
      startWaiting()
    }
  }

  private func timedOut(_ exchange: HTTPExchange) {
    if let index = waiting.firstIndex(where: { $0 === exchange }) {
      waiting.remove(at: index)
      exchange.endTimedOut("waiting for a connection to \(endpoint.name)")
    } else if let (attempt, _) = connecting.removeValue(forKey: ObjectIdentifier(exchange)) {
      attempt.cancel()
      counters.connectFailures += 1
      exchange.endTimedOut("connecting to \(endpoint.name)")
      startWaiting()
    } else {
      exchange.endTimedOut("waiting for the answer of \(endpoint.name)")
      // The answer may still come; the connection is of no use until it does.
      busy.values.first { $0.exchange === exchange }?.connection.close()
    }
  }
}

extension HTTPClient: HTTPConnection.Owner {
  func httpConnection(
    _ connection: HTTPConnection, answered exchange: HTTPExchange, with answer: HTTPAnswer
  ) {
    busy[ObjectIdentifier(connection)] = nil
    exchange.end(answer.outcome(for: exchange.request, now: now()))
    if connection.isOpen {
      if isShutDown, waiting.isEmpty { connection.close() } else { idle.append(connection) }
    }
    startWaiting()
  }

  func httpConnectionClosed(_ connection: HTTPConnection, under exchange: HTTPExchange?) {
    busy[ObjectIdentifier(connection)] = nil
    idle.removeAll { $0 === connection }
    if let exchange, !exchange.isEnded {
      if connection.isStale, !exchange.isRetried {
        exchange.isRetried = true
        connect(for: exchange)
      } else {
        let reason = connection.failure ?? "the connection was closed before the answer"
        exchange.endUnanswered("\(endpoint.name): \(reason)")
      }
    }
    startWaiting()
  }
}
