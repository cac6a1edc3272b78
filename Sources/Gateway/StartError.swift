/// Why a gateway did not start, with the exit status that says so.
package enum StartError: Error, CustomStringConvertible {
  /// The configuration cannot be used on this machine: 78.
  case configuration(String)
  /// A listener or a file cannot be opened: 69.
  case unavailable(String)

  package var exitStatus: Int32 {
    switch self {
    case .configuration: 78
    case .unavailable: 69
    }
  }

  package var description: String {
    switch self {
    case .configuration(let message), .unavailable(let message): message
    }
  }
}
