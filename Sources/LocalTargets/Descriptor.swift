import TelemetryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open file descriptor, closed with its owner. The C calls that take pointers are here.
@safe struct Descriptor: ~Copyable {
  /// What `stat` says of a file, as far as it matters here.
  struct Status: Equatable {
    var device: UInt64
    var inode: UInt64
    var size: Int
    var kind: Kind
  }

  enum Kind: Equatable {
    case regular
    case characterDevice
    case other
  }

  private let number: Int32

  private init(number: Int32) { self.number = number }

  deinit { _ = close(number) }

  /// Opens a file to append to; makes it with mode 0600 if there is none.
  static func appending(to path: String) throws(SystemCallError) -> Descriptor {
    // Not blocking, so that a named pipe without a reader is an error rather than a wait.
    let number = unsafe open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard number >= 0 else { throw .last() }
    return Descriptor(number: number)
  }

  /// The status of the open file.
  borrowing func status() throws(SystemCallError) -> Status {
    var raw = stat()
    guard unsafe fstat(number, &raw) == 0 else { throw .last() }
    return Self.status(raw)
  }

  /// The status of whatever has the path now.
  static func status(of path: String) throws(SystemCallError) -> Status {
    var raw = stat()
    guard unsafe stat(path, &raw) == 0 else { throw .last() }
    return status(raw)
  }

  private static func status(_ raw: stat) -> Status {
    let kind: Kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFCHR: .characterDevice
      default: .other
      }
    return Status(
      device: UInt64(truncatingIfNeeded: raw.st_dev), inode: UInt64(raw.st_ino),
      size: Int(raw.st_size), kind: kind)
  }

  /// Writes `bytes` from `start` on with one call; returns how many it took.
  borrowing func write(_ bytes: RawSpan, from start: Int) throws(SystemCallError) -> Int {
    let rest = bytes.extracting(start..<bytes.byteCount)
    let count = unsafe rest.withUnsafeBytes { buffer in
      // The buffer is the span's memory, which outlives the call.
      unsafe posixWrite(number, buffer.baseAddress, buffer.count)
    }
    guard count >= 0 else { throw .last() }
    return count
  }

  borrowing func truncate(to size: Int) throws(SystemCallError) {
    guard ftruncate(number, off_t(size)) == 0 else { throw .last() }
  }

  /// The byte at `offset`; nil at the end of the file.
  borrowing func byte(at offset: Int) throws(SystemCallError) -> UInt8? {
    var byte: UInt8 = 0
    let count = unsafe pread(number, &byte, 1, off_t(offset))
    guard count >= 0 else { throw .last() }
    return count == 1 ? byte : nil
  }
}

/// `write`, under a name that a method of the same name does not hide.
private func posixWrite(_ number: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(number, bytes, count)
}
