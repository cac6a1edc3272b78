internal import Synchronization

/// Where the gateway is in its life, for `/readyz`. It only moves forward.
enum GatewayPhase: Int, Sendable {
  case starting
  case running
  case draining
  case stopped

  /// In words, for a probe's reader.
  var name: String {
    switch self {
    case .starting: "starting"
    case .running: "ready"
    case .draining: "draining"
    case .stopped: "stopped"
    }
  }
}

/// The phase, readable from any thread.
final class PhaseIndicator: Sendable {
  private let phase = Mutex(GatewayPhase.starting)

  var current: GatewayPhase { phase.withLock { $0 } }

  func advance(to next: GatewayPhase) {
    phase.withLock { if $0.rawValue < next.rawValue { $0 = next } }
  }
}
