#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The number of files and sockets this process may have open.
package enum OpenFileLimit {
  /// Raises the soft limit to the hard one: the soft one is often 1,024, and each connection takes one.
  package static func raise() {
    #if canImport(Glibc)
      let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let files = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    // Both calls fill or read one `rlimit`, which lives here.
    guard unsafe getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(files, &limit)
  }

  /// Whether so many can be opened beside what is open now.
  static func hasRoom(for count: Int) -> Bool {
    #if canImport(Glibc)
      let datagrams = Int32(SOCK_DGRAM.rawValue)
    #else
      let datagrams = SOCK_DGRAM
    #endif
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < count {
      let descriptor = socket(AF_UNIX, datagrams, 0)
      guard descriptor >= 0 else { return false }
      opened.append(descriptor)
    }
    return true
  }
}
