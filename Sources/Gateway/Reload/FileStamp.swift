#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What tells one state of a file from another without reading it: which file a path leads to, links
/// followed, and when it last changed.
struct FileStamp: Sendable, Equatable {
  private let numbers: [Int64]

  /// What each path looks like, if there is anything.
  static func sight(of paths: Set<String>) -> [String: FileStamp] {
    var sight: [String: FileStamp] = [:]
    for path in paths { sight[path] = FileStamp(of: path) }
    return sight
  }

  /// Nil when there is nothing.
  init?(of path: String) {
    var status = stat()
    // The call only writes to `status`.
    guard unsafe stat(path, &status) == 0 else { return nil }
    // The time of the last status change moves with contents, permissions and a new name alike.
    numbers = [
      Int64(truncatingIfNeeded: status.st_dev), Int64(truncatingIfNeeded: status.st_ino),
      Int64(status.st_size), Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec),
    ]
  }
}
