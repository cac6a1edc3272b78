/// What the connections of one loop have done. Counts since start, unless it says "now".
package struct ServerCounters: Sendable, Equatable {
  /// Now.
  package var connectionsOpen = 0
  package var connectionsHTTP1 = 0
  package var connectionsHTTP2 = 0
  package var connectionsClosed: [ConnectionLifetime.CloseReason: Int] = [:]
  /// Connections ended for misbehaviour, by what it was.
  package var protocolErrors: [ProtocolError: Int] = [:]
  /// Complete requests that reached the export handler.
  package var requestsExported = 0
  /// Requests that did not.
  package var requestsRefused: [RefusalReason: Int] = [:]
  /// Bytes of bodies being received, now.
  package var bufferedBytes = 0

  package init() {}

  package enum ProtocolError: Sendable, Hashable {
    case http2(HTTP2Violation)
    /// The HTTP/1.1 parser failed.
    case http1
    /// A client pipelined requests without reading the answers.
    case pipelining

    /// The value of the `kind` label.
    package var kind: String {
      switch self {
      case .http2(let violation): violation.rawValue
      case .http1: "http1"
      case .pipelining: "pipelining"
      }
    }
  }

  /// Adds another loop's counts.
  package mutating func add(_ other: ServerCounters) {
    connectionsOpen += other.connectionsOpen
    connectionsHTTP1 += other.connectionsHTTP1
    connectionsHTTP2 += other.connectionsHTTP2
    connectionsClosed.merge(other.connectionsClosed, uniquingKeysWith: +)
    protocolErrors.merge(other.protocolErrors, uniquingKeysWith: +)
    requestsExported += other.requestsExported
    requestsRefused.merge(other.requestsRefused, uniquingKeysWith: +)
    bufferedBytes += other.bufferedBytes
  }
}

/// What happened before a connection was dealt to a loop. Counts since start.
package struct AcceptCounters: Sendable, Equatable {
  package var accepted = 0
  package var refused: [ConnectionLedger.Refusal: Int] = [:]
  /// Failures of `accept`, such as too many open files.
  package var failures = 0

  package init() {}
}
