package import NIOCore
package import TelemetryEngine

/// OTLP/gRPC: unary calls on one kept-alive HTTP/2 connection to one endpoint, and beside it those
/// that the peer retired and that still have calls to finish.
package final class GRPCClient: OTLPClient {
  /// Calls that may wait for the connection; more end unanswered.
  static let waitingLimit = 64

  private let endpoint: TargetEndpoint
  private let eventLoop: any EventLoop
  private let headers: GRPCRequestHeaders
  /// Takes new calls.
  private var current: GRPCConnection?
  private var retired: [GRPCConnection] = []
  private var attempt: ConnectAttempt?
  private var waiting: [PendingExport] = []
  private var isShutDown = false
  package private(set) var counters = ClientCounters()

  /// Must be called on `eventLoop`, as everything else.
  package init(endpoint: TargetEndpoint, on eventLoop: any EventLoop) {
    eventLoop.preconditionInEventLoop()
    self.endpoint = endpoint
    self.eventLoop = eventLoop
    headers = GRPCRequestHeaders(endpoint)
  }

  package var hasCapacity: Bool {
    !isShutDown && waiting.isEmpty && (current?.hasCapacity ?? true)
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
    retireIfDone()
  }

  package func closeNow() {
    isShutDown = true
    attempt?.cancel()
    attempt = nil
    endWaiting("the client is closed")
    for connection in retired { connection.close("the client is closed") }
    current?.close("the client is closed")
  }

  private func startWaiting() {
    while let export = waiting.first {
      guard let current else { return connect(timeout: export.request.timeout) }
      guard current.hasCapacity else { return }
      waiting.removeFirst()
      counters.bytesSent += export.request.body.readableBytes
      current.start(export, headers: headers.headers(for: export.request))
      retireCurrentIfAsked()
    }
  }

  private func connect(timeout: Duration) {
    guard self.attempt == nil else { return }
    let attempt = ConnectAttempt(
      to: endpoint, on: eventLoop,
      timeout: timeout > .zero ? TimeAmount(timeout) : ConnectAttempt.timeLimit
    ) { [weak self] in self?.connected($0) }
    self.attempt = attempt
    attempt.start()
  }

  private func connected(_ result: Result<any Channel, ConnectFailure>) {
    attempt = nil
    do {
      current = try GRPCConnection(result.get(), name: endpoint.name, owner: self)
      counters.connects += 1
      startWaiting()
      retireIfDone()
    } catch {
      counters.connectFailures += 1
      endWaiting(describe(error))
    }
  }

  private func endWaiting(_ reason: String) {
    let ended = waiting
    waiting = []
    for export in ended { export.endUnanswered(reason) }
  }

  private func timedOut(_ export: PendingExport) {
    guard let index = waiting.firstIndex(where: { $0 === export }) else {
      export.endTimedOut("waiting for the answer of \(endpoint.name)")
      for connection in retired { connection.abandon(export) }
      current?.abandon(export)
      retireCurrentIfAsked()
      return startWaiting()
    }
    waiting.remove(at: index)
    export.endTimedOut(
      attempt == nil ? "waiting for a stream to \(endpoint.name)" : "connecting to \(endpoint.name)")
  }

  /// Moves a connection aside that takes no new calls, so that the next call opens another.
  private func retireCurrentIfAsked() {
    guard let connection = current, connection.isRetired else { return }
    current = nil
    retired.append(connection)
  }

  private func retireIfDone() {
    if isShutDown, waiting.isEmpty, attempt == nil { current?.retire() }
    retireCurrentIfAsked()
  }
}

extension GRPCClient: GRPCConnection.Owner {
  func grpcConnectionChanged(_ connection: GRPCConnection) {
    retireCurrentIfAsked()
    startWaiting()
    retireIfDone()
  }

  func grpcConnectionClosed(_ connection: GRPCConnection) {
    retired.removeAll { $0 === connection }
    if current === connection { current = nil }
    startWaiting()
  }
}
