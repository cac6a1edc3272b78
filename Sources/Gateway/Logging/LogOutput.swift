package import Delivery
package import Logging
internal import Synchronization

/// Where the log goes: formats records, sums up repeats, writes lines. Shared by all loggers.
package final class LogOutput: Sendable {
  private let format: Mutex<LogRecord.Format>
  /// The place of the level among all.
  private let leastLevel: Atomic<Int>
  private let limiter: Mutex<RepeatLimiter>
  private let wallClock: @Sendable () -> LogTimestamp
  private let monotonicClock: @Sendable () -> MonotonicTime
  private let write: @Sendable ([UInt8]) -> Void

  /// An output of format `format` whose loggers write `level` and above, unless one has a level of its own.
  /// Lines go to `write`, which is called from any thread with one whole line at a time.
  package init(
    format: LogRecord.Format, level: Logger.Level = .info, limiter: RepeatLimiter = RepeatLimiter(),
    wallClock: @escaping @Sendable () -> LogTimestamp,
    monotonicClock: @escaping @Sendable () -> MonotonicTime,
    write: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.format = Mutex(format)
    leastLevel = Atomic(Self.place(of: level))
    self.limiter = Mutex(limiter)
    self.wallClock = wallClock
    self.monotonicClock = monotonicClock
    self.write = write
  }

  /// The least severe level that is written.
  package var level: Logger.Level {
    let place = leastLevel.load(ordering: .relaxed)
    return Logger.Level.allCases.indices.contains(place) ? Logger.Level.allCases[place] : .info
  }

  private static func place(of level: Logger.Level) -> Int {
    Logger.Level.allCases.firstIndex(of: level) ?? 0
  }

  /// Changes the format of later lines and the level of every logger.
  package func configure(format: LogRecord.Format, level: Logger.Level) {
    self.format.withLock { $0 = format }
    leastLevel.store(Self.place(of: level), ordering: .relaxed)
  }

  /// Now, in seconds since 1970.
  var wallTime: Double { Double(wallClock().milliseconds) / 1000 }

  /// Events that were summed up instead of logged.
  package var suppressedLines: Int { limiter.withLock { $0.suppressed } }

  /// Logs the summaries that are due; to be called about once a second.
  package func writeDueSummaries() {
    let now = monotonicClock()
    limiter.withLock { $0.due(now: now) }.forEach(write)
  }

  /// Logs every summary that is left, at the end of the run.
  package func finish() {
    limiter.withLock { $0.flush() }.forEach(write)
  }

  /// Logs an event. Events with a `kind` are limited by it and their `peer`.
  func log(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
    guard let kind = metadata["kind"] else { return write(level, message, metadata) }
    let peer = metadata["peer"].map { "\($0)" } ?? ""
    let now = monotonicClock()
    let verdict = limiter.withLock {
      $0.admit(.init(kind: "\(kind)", peer: peer), level: level, message: message, now: now)
    }
    if let summary = verdict.summary { write(summary) }
    if verdict.isLogged { write(level, message, metadata) }
  }

  /// Logs a summary whole, whatever its length: the numbers that a run ends with must not be cut.
  package func writeLastLine(_ message: String) {
    let record = LogRecord(time: wallClock(), level: .notice, message: message)
    write(record.line(format.withLock { $0 }, messageLimit: .max))
  }

  private func write(_ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata) {
    let fields = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
    let record = LogRecord(time: wallClock(), level: level, message: message, fields: fields)
    write(record.line(format.withLock { $0 }))
  }

  private func write(_ summary: RepeatLimiter.Summary) {
    var metadata: Logger.Metadata = [
      "kind": "\(summary.key.kind)", "repeats": "\(summary.repeats)",
    ]
    if !summary.key.peer.isEmpty { metadata["peer"] = "\(summary.key.peer)" }
    let seconds = summary.window.components.seconds
    write(summary.level, "\(summary.message) … \(summary.repeats) more in \(seconds)s", metadata)
  }
}
