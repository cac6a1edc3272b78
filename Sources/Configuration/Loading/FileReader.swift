/// The file system as the loader sees it, so that tests need none.
package protocol FileReader: Sendable {
  /// The whole file, or an error if it is larger than `maxBytes`.
  func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8]
  /// Whether something that is not a folder is there.
  func exists(_ path: String) -> Bool
  /// The names in a folder, in any order; empty if it cannot be read.
  func names(in folder: String) -> [String]
  /// The absolute path with every symbolic link followed.
  func canonicalPath(_ path: String) -> String
  /// Who may do what with a file, such as 0o644; nil if it cannot be said.
  func mode(of path: String) -> Int?
  /// Whether a file could be made in a folder, which itself may have to be made first. Makes neither.
  func canWrite(in folder: String) -> Bool
}

/// Why a file cannot be read, in the words of a message.
package enum FileProblem: Error, Sendable, Equatable, CustomStringConvertible {
  case notFound, notPermitted, isFolder
  case tooLarge(maxBytes: Int)
  case other(String)

  package var description: String {
    switch self {
    case .notFound: "there is no such file"
    case .notPermitted: "no permission"
    case .isFolder: "it is a folder"
    case .tooLarge(let maxBytes): "it is larger than \(maxBytes) bytes"
    case .other(let reason): reason
    }
  }
}
