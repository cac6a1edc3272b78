internal import Glibc

/// Runs one command in the place of this program: same process group, terminal and descriptors.
///
/// Must be used before any other thread is started: signals are blocked and waited for on the thread that runs it,
/// so that no handler is installed and the command inherits every disposition as it was.
package enum ChildProcess {
  /// Starts a command, passes signals on to it and waits until it has ended. Signals stay blocked afterwards: what
  /// is left to do is short.
  package static func run(_ arguments: [[UInt8]], environment: [[UInt8]]) -> CommandRun {
    var relayed = SignalSet.relayed
    var original = sigset_t()
    // Both sets live here; the calls fill one and read the other.
    unsafe pthread_sigmask(SIG_BLOCK, &relayed, &original)
    // Inherited as ignored, the system would throw the command's status away.
    signal(SIGCHLD, SIG_DFL)
    let start = wallClock()
    let clock = ContinuousClock.now
    var process: pid_t = 0
    let problem = ProcessImage.firstRunnable(arguments, environment) { file, arguments in
      spawn(&process, file, arguments, environment, mask: original)
    }
    guard problem == 0 else {
      return CommandRun(
        outcome: .notRun(problem), processID: nil, use: ResourceUse(), start: start,
        duration: clock.duration(to: .now))
    }
    let (outcome, use) = wait(for: process, relayed)
    return CommandRun(
      outcome: outcome, processID: process, use: use, start: start, duration: clock.duration(to: .now))
  }

  /// - Returns: 0, or the system's error number.
  private static func spawn(
    _ process: inout pid_t, _ file: [UInt8], _ arguments: [[UInt8]], _ environment: [[UInt8]], mask: sigset_t
  ) -> Int32 {
    let file = CStringVector([file])
    let arguments = CStringVector(arguments)
    let environment = CStringVector(environment)
    var mask = mask
    var attributes = posix_spawnattr_t()
    // The attributes and all texts live until the call returns, which copies what it needs.
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    guard let path = unsafe file.base[0] else { return ENOENT }
    return unsafe posix_spawn(&process, path, nil, &attributes, arguments.base, environment.base)
  }

  private static func wait(for process: pid_t, _ relayed: sigset_t) -> (CommandOutcome, ResourceUse) {
    var relayed = relayed
    let isSessionLeader = getsid(0) == getpid()
    while true {
      var info = unsafe siginfo_t()
      // Fills `info`, which lives here.
      let signal = unsafe sigwaitinfo(&relayed, &info)
      guard signal > 0 else { continue }
      switch SignalRelay(signal, code: unsafe info.si_code, isSessionLeader: isSessionLeader) {
      case .ignore: continue
      case .forward: kill(process, signal)
      case .look:
        if let end = look(at: process) { return end }
      }
    }
  }

  /// What has become of the command; nil while it has not ended.
  private static func look(at process: pid_t) -> (CommandOutcome, ResourceUse)? {
    while true {
      var status: Int32 = 0
      var usage = rusage()
      // Fills both, which live here.
      let changed = unsafe wait4(process, &status, WNOHANG | WUNTRACED, &usage)
      if changed < 0, errno == EINTR { continue }
      // Somebody else has taken the status away; there is nothing left to wait for.
      if changed < 0 { return (.notRun(errno), ResourceUse()) }
      guard changed == process else { return nil }
      if let outcome = CommandOutcome(waitStatus: status) { return (outcome, ResourceUse(usage)) }
      stopAlong(status >> 8 & 0xff)
    }
  }

  /// Stops this program as the command was stopped from the terminal, so that the shell sees its job stop. Returns
  /// once it is continued. A SIGSTOP is meant for the one process that it was sent to.
  private static func stopAlong(_ signal: Int32) {
    guard [SIGTSTP, SIGTTIN, SIGTTOU].contains(signal) else { return }
    var set = SignalSet.of(signal)
    var stop = sigaction()
    var before = sigaction()
    // All live here; the calls read or fill them.
    unsafe stop.__sigaction_handler.sa_handler = SIG_DFL
    unsafe sigaction(signal, &stop, &before)
    raise(signal)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
    unsafe sigaction(signal, &before, nil)
  }

  private static func wallClock() -> UInt64 {
    var time = timespec()
    // Fills `time`, which lives here.
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return 0 }
    return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
  }
}

enum SignalSet {
  /// Every signal that somebody sends, and none that says that this program is at fault.
  static var relayed: sigset_t {
    var set = sigset_t()
    // Fills the set, which lives here, as the next calls do.
    unsafe sigfillset(&set)
    for signal in [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS] {
      unsafe sigdelset(&set, signal)
    }
    return set
  }

  static func of(_ signal: Int32) -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, signal)
    return set
  }
}

extension ResourceUse {
  init(_ usage: rusage) {
    // Linux counts in KiB.
    self.init(
      maxResidentBytes: Int(usage.ru_maxrss).multipliedReportingOverflow(by: 1024).partialValue,
      userSeconds: usage.ru_utime.seconds, systemSeconds: usage.ru_stime.seconds)
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}
