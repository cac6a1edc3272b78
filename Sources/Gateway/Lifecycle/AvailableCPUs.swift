internal import FoundationEssentials

/// How many CPUs this process may use: what its affinity allows, and no more than its cgroup's quota.
enum AvailableCPUs {
  static var count: Int {
    let allowed =
      text("/proc/self/status").flatMap(allowed(inStatus:))
      ?? ProcessInfo.processInfo.activeProcessorCount
    let quota = text("/sys/fs/cgroup/cpu.max").flatMap(quota(inCPUMax:))
    return max(1, min(allowed, quota ?? allowed))
  }

  /// The CPUs in `Cpus_allowed_list` of `/proc/self/status`, such as `0-3,7`.
  static func allowed(inStatus text: String) -> Int? {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("Cpus_allowed_list:") }),
      let list = line.split(whereSeparator: \.isWhitespace).last
    else { return nil }
    var count = 0
    for range in list.split(separator: ",") {
      let ends = range.split(separator: "-").map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// Whole CPUs, rounded up, of cgroup v2's `cpu.max`: `QUOTA PERIOD`; nil for `max PERIOD`.
  static func quota(inCPUMax text: String) -> Int? {
    let fields = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
    guard fields.count == 2, let quota = fields[0], let period = fields[1], quota > 0, period > 0 else {
      return nil
    }
    return (quota - 1) / period + 1
  }

  private static func text(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
