#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What becomes of a signal that arrives while the command runs.
package enum SignalRelay: Sendable, Equatable {
  /// The command may have stopped or ended.
  case look
  case forward
  /// The command has it already.
  case ignore

  /// `si_code` of what the kernel sends by itself, such as what a terminal sends to all in its foreground.
  package static let fromKernel: Int32 = 0x80

  /// - Parameters:
  ///   - signal: Its number.
  ///   - code: Its `si_code`.
  ///   - isSessionLeader: Whether this process leads its session.
  package init(_ signal: Int32, code: Int32, isSessionLeader: Bool) {
    switch signal {
    case SIGCHLD: self = .look
    // Of a terminal that is gone only the leader of its session hears.
    case SIGHUP where isSessionLeader: self = .forward
    default: self = code == Self.fromKernel ? .ignore : .forward
    }
  }
}
