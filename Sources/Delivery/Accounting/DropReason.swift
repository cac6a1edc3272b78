/// Why items that the gateway had accepted did not reach a target.
package enum DropReason: Int, Sendable, CaseIterable {
  /// No target takes the signal.
  case noTarget
  /// Telemetry is switched off.
  case disabled
  /// The queue of a best-effort target was full.
  case queueFull
  /// The target did not take them within the time its retry setting allows.
  case expired
  /// The target refused them for good.
  case targetRejected
  /// The sender was told to keep them.
  case returnedToSender
  /// They were still queued when the time for stopping was over.
  case drainTimeout
  /// They were still queued when the time of a target that a reload had removed was over.
  case targetRemoved
  /// They were accepted while the configuration sent the signal to other targets and not to this one:
  /// before a reload added it, or after one removed it.
  case notConfigured

  /// The name users see, in the `reason` label and in the last line of the log.
  package var name: String {
    switch self {
    case .noTarget: "no_target"
    case .disabled: "disabled"
    case .queueFull: "queue_full"
    case .expired: "expired"
    case .targetRejected: "target_rejected"
    case .returnedToSender: "returned_to_sender"
    case .drainTimeout: "drain_timeout"
    case .targetRemoved: "target_removed"
    case .notConfigured: "not_configured"
    }
  }
}
