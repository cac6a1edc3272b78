#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// How a command ended.
package enum CommandOutcome: Sendable, Equatable {
  /// With its own status, 0 to 255.
  case exited(Int32)
  /// By a signal.
  case signalled(Int32)
  /// It never ran; the system's error number says why.
  case notRun(Int32)

  /// From the status of `wait4`.
  ///
  /// - Returns: Nil where the process has not ended.
  package init?(waitStatus status: Int32) {
    let signal = status & 0x7f
    switch signal {
    case 0: self = .exited(status >> 8 & 0xff)
    // Stopped or continued.
    case 0x7f: return nil
    default: self = .signalled(signal)
    }
  }

  /// What a shell would say: the command's own, 128 and the signal, 127 for a command that was not found, 126 for
  /// one that cannot be run.
  package var exitStatus: Int32 {
    switch self {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    case .notRun(ENOENT): 127
    case .notRun: 126
    }
  }

  /// Whether the command ran to its end and said that all is well.
  package var isSuccess: Bool { self == .exited(0) }
}
