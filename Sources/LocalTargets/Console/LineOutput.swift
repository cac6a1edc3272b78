import TelemetryEngine

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes short lines to a descriptor that may be a terminal, a pipe or a file, and does not wait
/// for it longer than it is told.
struct LineOutput {
  enum Failure: Error, Equatable {
    /// Nobody reads it, and nobody will.
    case closed(SystemCallError)
    /// It did not take the line in time.
    case blocked
  }

  /// Not owned; stays open.
  let descriptor: Int32
  /// How long one line may take, in milliseconds.
  let patience: Int32

  /// Writes `line`. What cannot be written is left out; the next line may then follow a part of it.
  func write(_ line: [UInt8]) throws(Failure) {
    var rest = line[...]
    while !rest.isEmpty {
      try waitUntilWritable()
      // Less than a pipe's atomic size after it said it is writable: the call does not block.
      let count = unsafe rest.withUnsafeBytes { unsafe systemWrite(descriptor, $0) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR, errno != EAGAIN {
        throw .closed(.last())
      }
    }
  }

  private func waitUntilWritable() throws(Failure) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while true {
      let ready = unsafe poll(&request, 1, patience)
      if ready > 0 { return }
      if ready == 0 { throw .blocked }
      if errno != EINTR { throw .closed(.last()) }
    }
  }
}

/// `write`, under a name that a method of the same name does not hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}
