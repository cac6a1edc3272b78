internal import Delivery
package import Logging

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension LogOutput {
  /// The log of the process: lines to standard error, real clocks.
  package static func standardError(format: LogRecord.Format, level: Logger.Level) -> LogOutput {
    let origin = ContinuousClock.now
    return LogOutput(
      format: format, level: level, wallClock: readWallClock,
      monotonicClock: { MonotonicTime(nanoseconds: 0).advanced(by: origin.duration(to: .now)) },
      write: writeToStandardError)
  }

  /// A line that cannot be written is lost: there is nowhere to complain.
  @Sendable private static func writeToStandardError(_ line: [UInt8]) {
    var rest = line[...]
    while !rest.isEmpty {
      // The buffer is the slice's own and not used after the call.
      let written = unsafe rest.withUnsafeBytes { bytes in
        unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  @Sendable private static func readWallClock() -> LogTimestamp {
    var time = timespec()
    // The call only writes to `time`.
    guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return LogTimestamp(milliseconds: 0) }
    return LogTimestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
