package import NIOCore

/// Decides when a connection is asked to go and when it is closed. No clock, no channel.
package struct ConnectionLifetime: Sendable, Equatable {
  package enum CloseReason: String, Sendable, CaseIterable {
    /// No request for the idle timeout, or none at all within the request timeout.
    case idle
    /// The peer did not leave within the grace that followed its notice.
    case graceExpired = "grace_expired"
    /// The peer was told to go and has no request open.
    case drained
    /// A request was not complete in time and could not be ended by itself.
    case requestTimeout = "request_timeout"
    /// See `HTTP2Violation`, or broken HTTP/1.1.
    case protocolError = "protocol_error"
    /// The peer closed, or the socket failed.
    case peer
  }

  package enum Action: Sendable, Equatable {
    case none
    /// Tell the peer that this connection will end (first GOAWAY).
    case announce
    /// Take no new requests (second GOAWAY).
    case refuseNew
    case close(CloseReason)
  }

  package struct Limits: Sendable, Equatable {
    package var firstRequest: TimeAmount
    package var idle: TimeAmount
    /// Jitter included.
    package var age: TimeAmount
    package var grace: TimeAmount

    package init(firstRequest: TimeAmount, idle: TimeAmount, age: TimeAmount, grace: TimeAmount) {
      self.firstRequest = firstRequest
      self.idle = idle
      self.age = age
      self.grace = grace
    }
  }

  /// How long a peer gets to see the first GOAWAY, if it does not answer the PING.
  package static let noticePeriod = TimeAmount.seconds(1)

  private enum Phase: Sendable, Equatable {
    case fresh
    case open
    case announced(refuseAt: NIODeadline, closeAt: NIODeadline)
    case refusing(closeAt: NIODeadline)
    case closed
  }

  private let limits: Limits
  private let expiresAt: NIODeadline
  private var phase = Phase.fresh
  private var lastRequestAt: NIODeadline

  package init(_ limits: Limits, now: NIODeadline) {
    self.limits = limits
    expiresAt = now + limits.age
    lastRequestAt = now
  }

  /// A request began or ended.
  package mutating func sawRequest(now: NIODeadline) {
    lastRequestAt = now
    if phase == .fresh { phase = .open }
  }

  /// The peer introduced itself, as HTTP/2 does with its settings. Programs connect long before they
  /// send, so that from here on the idle limit holds rather than the shorter one of strangers.
  package mutating func sawGreeting() {
    if phase == .fresh { phase = .open }
  }

  /// Time passed.
  package mutating func tick(now: NIODeadline, openRequests: Int) -> Action {
    switch phase {
    case .fresh where now - lastRequestAt >= limits.firstRequest: return close(.idle)
    case .fresh, .open:
      if now >= expiresAt { return drain(now: now) }
      if openRequests == 0, now - lastRequestAt >= limits.idle { return drain(now: now) }
      return .none
    case .announced(let refuseAt, let closeAt):
      guard now >= refuseAt else { return .none }
      phase = .refusing(closeAt: closeAt)
      return .refuseNew
    case .refusing(let closeAt):
      if openRequests == 0 { return close(.drained) }
      return now >= closeAt ? close(.graceExpired) : .none
    case .closed: return .none
    }
  }

  /// The connection is to end, because of its age or because the server stops.
  package mutating func drain(now: NIODeadline) -> Action {
    switch phase {
    case .fresh, .open:
      phase = .announced(refuseAt: now + Self.noticePeriod, closeAt: now + limits.grace)
      return .announce
    case .announced, .refusing, .closed: return .none
    }
  }

  /// The peer has seen the announcement.
  package mutating func announcementSeen() -> Action {
    guard case .announced(_, let closeAt) = phase else { return .none }
    phase = .refusing(closeAt: closeAt)
    return .refuseNew
  }

  /// Whether the peer was told to go.
  package var isEnding: Bool {
    switch phase {
    case .fresh, .open: false
    case .announced, .refusing, .closed: true
    }
  }

  private mutating func close(_ reason: CloseReason) -> Action {
    phase = .closed
    return .close(reason)
  }
}
