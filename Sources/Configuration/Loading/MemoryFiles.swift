/// A file system that is a dictionary, for tests and for what is built in.
package struct MemoryFiles: FileReader {
  private var files: [String: [UInt8]]
  private var unreadable: Set<String>
  private let modes: [String: Int]
  private let writable: Set<String>

  /// - Parameters:
  ///   - files: Texts by path.
  ///   - unreadable: Files that are there and cannot be opened.
  ///   - modes: Of files that have another mode than 0o600.
  ///   - writable: Folders in which files can be made.
  package init(
    _ files: [String: String] = [:], unreadable: Set<String> = [], modes: [String: Int] = [:],
    writable: Set<String> = []
  ) {
    self.files = [:]
    self.unreadable = Set(unreadable.map(PathText.normalized))
    self.modes = modes
    self.writable = writable
    for (path, text) in files { self.files[PathText.normalized(path)] = Array(text.utf8) }
  }

  package func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    let path = PathText.normalized(path)
    if unreadable.contains(path) { throw .notPermitted }
    guard let bytes = files[path] else { throw .notFound }
    guard bytes.count <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
    return bytes
  }

  package func exists(_ path: String) -> Bool {
    let path = PathText.normalized(path)
    return files[path] != nil || unreadable.contains(path)
  }

  package func names(in folder: String) -> [String] {
    let folder = PathText.normalized(folder)
    let prefix = folder == "." ? "" : folder == "/" ? "/" : folder + "/"
    var names: Set<String> = []
    for path in files.keys where path.hasPrefix(prefix) {
      if let name = path.dropFirst(prefix.count).split(separator: "/").first { names.insert(String(name)) }
    }
    return Array(names)
  }

  package func canonicalPath(_ path: String) -> String { PathText.normalized(path) }
  package func mode(of path: String) -> Int? { exists(path) ? modes[path] ?? 0o600 : nil }
  package func canWrite(in folder: String) -> Bool { writable.contains(folder) }
}
