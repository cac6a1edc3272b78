#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ProcessStatistics {
  /// The statistics of this process now. Reads a few files of `/proc`, so not on an event loop.
  package static func current() -> ProcessStatistics {
    var statistics = ProcessStatistics()
    statistics.cpuSeconds = readCPUSeconds()
    statistics.residentBytes = readText("/proc/self/statm").flatMap(residentPages)
      .map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    statistics.openFileDescriptors = countEntries("/proc/self/fd")
    if let ticks = readText("/proc/self/stat").flatMap(startTicks),
      let boot = readText("/proc/stat").flatMap(bootTime)
    {
      statistics.startTime = Double(boot) + Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
    return statistics
  }

  private static func readCPUSeconds() -> Double? {
    var usage = rusage()
    #if canImport(Glibc)
      let who = RUSAGE_SELF.rawValue
      // The call only writes to `usage`.
      guard unsafe getrusage(__rusage_who_t(who), &usage) == 0 else { return nil }
    #else
      guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return nil }
    #endif
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// The first 256 KiB of a file; nil when it cannot be read.
  private static func readText(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var content: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16 << 10)
    while content.count < 256 << 10 {
      // Writes at most the chunk's own length into it.
      let count = unsafe chunk.withUnsafeMutableBytes { bytes in
        unsafe read(file, bytes.baseAddress, bytes.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      content += chunk[..<count]
    }
    return String(decoding: content, as: UTF8.self)
  }

  /// The entries of a directory of open files, without the one that reading it takes.
  private static func countEntries(_ path: String) -> Int? {
    guard let directory = unsafe opendir(path) else { return nil }
    // `directory` is open until here and used by nobody else.
    defer { unsafe closedir(directory) }
    var count = 0
    while unsafe readdir(directory) != nil { count += 1 }
    // The entries "." and "..", and the directory's own descriptor.
    return max(0, count - 3)
  }
}
