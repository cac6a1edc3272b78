#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the system says of a file and what is in it. (All of Foundation would take longer to load than most
/// configurations do.)
enum SystemFile {
  private static let chunk = 64 << 10

  struct Status {
    var isFolder: Bool
    /// Who may do what with it, such as 0o644.
    var permissions: Int
  }

  /// Of what a path leads to; nil if there is nothing.
  static func status(of path: String) -> Status? {
    var status = stat()
    // Fills `status`, which lives here.
    guard unsafe stat(path, &status) == 0 else { return nil }
    return Status(
      isFolder: status.st_mode & S_IFMT == S_IFDIR, permissions: Int(status.st_mode & 0o7777))
  }

  static func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .notPermitted }
    defer { close(descriptor) }
    return try bytes(of: descriptor, maxBytes: maxBytes)
  }

  static func standardInput(maxBytes: Int) throws(FileProblem) -> [UInt8] {
    try bytes(of: STDIN_FILENO, maxBytes: maxBytes)
  }

  private static func bytes(of descriptor: Int32, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: chunk)
    while bytes.count <= maxBytes {
      // The buffer is lent for the call, which fills at most its count.
      let count = unsafe buffer.withUnsafeMutableBytes { buffer in
        unsafe Self.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .other("reading it failed") }
      if count == 0 { return bytes }
      bytes += buffer.prefix(count)
    }
    throw .tooLarge(maxBytes: maxBytes)
  }

  private static func read(_ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(descriptor, start, count)
    #else
      unsafe Darwin.read(descriptor, start, count)
    #endif
  }
}
