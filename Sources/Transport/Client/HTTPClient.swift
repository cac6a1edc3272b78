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
  private var busy: [ObjectIdentifier: (connection: HTTPConnection, export: PendingExport)] = [:]
  private var connecting: [ObjectIdentifier: (attempt: ConnectAttempt, export: PendingExport)] = [:]
  private var waiting: [PendingExport] = []
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
    let export = PendingExport(request, on: eventLoop, completion: completion)
    guard !isShutDown else { return export.endUnanswered("the client is shut down") }
    guard waiting.count < Self.waitingLimit else {
      return export.endUnanswered("\(Self.waitingLimit) requests wait for \(endpoint.name) already")
    }
    export.startTimer { [weak self] in self?.timedOut($0) }
    waiting.append(export)
    startWaiting()
  }

  package func shutdown() {
    isShutDown = true
    for connection in idle { connection.close() }
  }

  package func closeNow() {
    isShutDown = true
    let reason = "the client is closed"
    for export in waiting { export.endUnanswered(reason) }
    waiting = []
    for (attempt, export) in connecting.values {
      attempt.cancel()
      export.endUnanswered(reason)
    }
    connecting = [:]
    for (connection, export) in busy.values {
      export.endUnanswered(reason)
      connection.close()
    }
    for connection in idle { connection.close() }
  }

  // MARK: Connections

  private func startWaiting() {
    while let export = waiting.first {
      if let connection = takeIdle() {
        waiting.removeFirst()
        start(export, on: connection)
      } else if hasFreeSlot {
        waiting.removeFirst()
        connect(for: export)
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

  private func start(_ export: PendingExport, on connection: HTTPConnection) {
    busy[ObjectIdentifier(connection)] = (connection, export)
    counters.bytesSent += export.request.body.readableBytes
    connection.start(export, head: heads.head(for: export.request))
  }

  private func connect(for export: PendingExport) {
    let key = ObjectIdentifier(export)
    let timeout = export.request.timeout
    let attempt = ConnectAttempt(
      to: endpoint, on: eventLoop,
      timeout: timeout > .zero ? TimeAmount(timeout) : ConnectAttempt.timeLimit
    ) { [weak self] result in
      guard let self, connecting.removeValue(forKey: key) != nil else { return }
      connected(result, for: export)
    }
    connecting[key] = (attempt, export)
    attempt.start()
  }

  private func connected(_ result: Result<any Channel, ConnectFailure>, for export: PendingExport) {
    do {
      let connection = try HTTPConnection(result.get(), owner: self)
      counters.connects += 1
      start(export, on: connection)
    } catch {
      counters.connectFailures += 1
      export.endUnanswered(describe(error))
      startWaiting()
    }
  }

  private func timedOut(_ export: PendingExport) {
    if let index = waiting.firstIndex(where: { $0 === export }) {
      waiting.remove(at: index)
      export.endTimedOut("waiting for a connection to \(endpoint.name)")
    } else if let (attempt, _) = connecting.removeValue(forKey: ObjectIdentifier(export)) {
      attempt.cancel()
      counters.connectFailures += 1
      export.endTimedOut("connecting to \(endpoint.name)")
      startWaiting()
    } else {
      export.endTimedOut("waiting for the answer of \(endpoint.name)")
      // The answer may still come; the connection is of no use until it does.
      busy.values.first { $0.export === export }?.connection.close()
    }
  }
}

extension HTTPClient: HTTPConnection.Owner {
  func httpConnection(
    _ connection: HTTPConnection, answered export: PendingExport, with answer: HTTPAnswer
  ) {
    busy[ObjectIdentifier(connection)] = nil
    export.end(answer.outcome(for: export.request, now: now()))
    if connection.isOpen {
      if isShutDown, waiting.isEmpty { connection.close() } else { idle.append(connection) }
    }
    startWaiting()
  }

  func httpConnectionClosed(_ connection: HTTPConnection, under export: PendingExport?) {
    busy[ObjectIdentifier(connection)] = nil
    idle.removeAll { $0 === connection }
    if let export, !export.isEnded {
      if connection.isStale, !export.isRetried {
        export.isRetried = true
        connect(for: export)
      } else {
        let reason = connection.failure ?? "the connection was closed before the answer"
        export.endUnanswered("\(endpoint.name): \(reason)")
      }
    }
    startWaiting()
  }
}
