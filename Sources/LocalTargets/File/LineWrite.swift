#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Decides how a line gets into a file whole or not at all, whatever the calls return.
///
/// Each call's result goes in, the next call to make comes out, until `done` or `failed`.
package struct LineWrite {
  package enum Step: Equatable {
    /// Write the line's bytes from this offset on.
    case write(from: Int)
    /// Cut the file back to this size.
    case truncate(to: Int)
    case done
    /// The line is not in the file. `isTorn` if a part of it is, because cutting back failed too.
    case failed(SystemCallError, isTorn: Bool)
  }

  private let fileSize: Int
  private let end: Int
  private let begin: Int
  private var position: Int
  private var cause = SystemCallError(code: 0)

  /// - Parameters:
  ///   - range: which bytes of the buffer are the line; not empty.
  ///   - fileSize: the size of the file before it.
  package init(_ range: Range<Int>, fileSize: Int) {
    self.fileSize = fileSize
    begin = range.lowerBound
    end = range.upperBound
    position = range.lowerBound
  }

  package var first: Step { .write(from: begin) }

  /// The last write took `count` bytes. Zero is no answer that a file gives for bytes to write; taken
  /// for a failure, it cannot make a loop.
  package mutating func wrote(_ count: Int) -> Step {
    guard count > 0 else { return failed(SystemCallError(code: EIO)) }
    position += count
    return position < end ? .write(from: position) : .done
  }

  package mutating func failed(_ error: SystemCallError) -> Step {
    if error.code == EINTR { return .write(from: position) }
    guard position > begin else { return .failed(error, isTorn: false) }
    cause = error
    return .truncate(to: fileSize)
  }

  package mutating func truncated(_ error: SystemCallError?) -> Step {
    .failed(cause, isTorn: error != nil)
  }
}
