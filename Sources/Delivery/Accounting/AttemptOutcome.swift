package import TelemetryEngine

/// How an attempt to send ended, as counted.
package enum AttemptOutcome: Int, Sendable, CaseIterable {
  case accepted
  /// Accepted without some items.
  case partial
  /// Refused for now.
  case retryable
  /// Refused for good.
  case permanent
  /// No connection, connection lost, or no answer in time.
  case unanswered
  /// Answered with something that must not be tried again.
  case unusable

  package init(_ outcome: ExportOutcome) {
    switch outcome {
    case .accepted(let response): self = response.rejectedItems > 0 ? .partial : .accepted
    case .refused(let refusal): self = refusal.isRetryable ? .retryable : .permanent
    case .unanswered: self = .unanswered
    case .unusable: self = .unusable
    }
  }

  /// The name users see in the `outcome` label.
  package var name: String {
    switch self {
    case .accepted: "accepted"
    case .partial: "partial"
    case .retryable: "retryable"
    case .permanent: "permanent"
    case .unanswered: "unanswered"
    case .unusable: "unusable"
    }
  }
}
