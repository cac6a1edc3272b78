/// `*` and `?` in the parts of a path; neither matches a slash, nor a dot at the beginning.
enum Glob {
  /// The files that match, sorted by name, so that the order never depends on the file system.
  static func files(matching pattern: String, in files: any FileReader) -> [String] {
    var folders = [pattern.hasPrefix("/") ? "/" : "."]
    let parts = pattern.split(separator: "/").map(String.init)
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      var next: [String] = []
      for folder in folders {
        if !part.contains(where: { "*?".contains($0) }) {
          next.append(PathText.join(folder, part))
          continue
        }
        for name in files.names(in: folder).sorted() where matches(name, part) {
          next.append(PathText.join(folder, name))
        }
      }
      folders = isLast ? next.filter { files.exists($0) } : Array(next.prefix(1000))
    }
    return folders
  }

  static func matches(_ name: String, _ pattern: String) -> Bool {
    if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
    let (name, pattern) = (Array(name), Array(pattern))
    var (at, in_) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while at < name.count {
      if in_ < pattern.count, pattern[in_] == "*" {
        star = (in_, at)
        in_ += 1
      } else if in_ < pattern.count, pattern[in_] == "?" || pattern[in_] == name[at] {
        (at, in_) = (at + 1, in_ + 1)
      } else if let (starAt, from) = star {
        star = (starAt, from + 1)
        (at, in_) = (from + 1, starAt + 1)
      } else {
        return false
      }
    }
    return pattern[in_...].allSatisfy { $0 == "*" }
  }
}
