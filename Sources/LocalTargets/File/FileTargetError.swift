/// Why a file target cannot be opened, in words for the person who set its path.
package struct FileTargetError: Error, Equatable, CustomStringConvertible {
  package enum Operation: String, Sendable {
    case createDirectory = "create the directory"
    case open
    case rotate
    case write = "write to"
  }

  package let operation: Operation
  package let path: String
  /// nil when what is there is no file to append to: a directory, a pipe, a socket.
  package let cause: SystemCallError?

  package init(_ operation: Operation, _ path: String, _ cause: SystemCallError?) {
    self.operation = operation
    self.path = path
    self.cause = cause
  }

  package var description: String {
    let reason = cause?.reason ?? "it is neither a file nor a device"
    let remedy =
      switch operation {
      case .createDirectory, .open:
        "; let the gateway's user write there, or set another path in the target's endpoint"
      case .rotate, .write: ""
      }
    return "cannot \(operation.rawValue) \(path): \(reason)\(remedy)"
  }
}
