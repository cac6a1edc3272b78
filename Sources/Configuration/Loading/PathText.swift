/// Paths as text.
enum PathText {
  /// What messages call standard input.
  static let standardInput = "<stdin>"

  /// Without `.`, `..` and doubled slashes, as far as that can be said without a file system.
  static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !path.hasPrefix("/") {
        parts.append(part)
      }
    }
    let joined = parts.joined(separator: "/")
    if path.hasPrefix("/") { return "/" + joined }
    return joined.isEmpty ? "." : joined
  }

  /// The folder of a file; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") || folder == "." { return normalized(name) }
    return normalized("\(folder)/\(name)")
  }

  /// Whether a path is below a folder, both canonical.
  static func isInside(_ path: String, _ folder: String) -> Bool {
    if folder == "." { return !path.hasPrefix("/") && !path.hasPrefix("..") }
    return path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }
}
