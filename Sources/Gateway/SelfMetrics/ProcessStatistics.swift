/// What the operating system knows about this process. Nil where it does not say.
package struct ProcessStatistics: Sendable, Equatable {
  /// User and system time.
  package var cpuSeconds: Double?
  package var residentBytes: Int?
  package var openFileDescriptors: Int?
  /// Seconds since 1970.
  package var startTime: Double?

  package init() {}

  /// The resident pages in `/proc/self/statm` (proc_pid_statm(5)).
  package static func residentPages(inStatm text: String) -> Int? {
    let fields = text.split(separator: " ")
    return fields.count > 1 ? Int(fields[1]) : nil
  }

  /// When the process started, in clock ticks after the system did, in `/proc/self/stat`
  /// (proc_pid_stat(5)). The second field, the program's name, may itself contain spaces and parentheses.
  package static func startTicks(inStat text: String) -> Int? {
    guard let nameEnd = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: nameEnd)...].split(separator: " ")
    return fields.count > 19 ? Int(fields[19]) : nil
  }

  /// When the system started, in seconds since 1970, in `/proc/stat` (proc_stat(5)).
  package static func bootTime(inStat text: String) -> Int? {
    for line in text.split(separator: "\n") where line.hasPrefix("btime ") {
      return Int(line.dropFirst(6))
    }
    return nil
  }
}
