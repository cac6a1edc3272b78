/// Files of which some have another text than on disk.
struct ChangedFiles: FileReader {
  private let base: any FileReader
  /// By canonical path.
  private(set) var texts: [String: [UInt8]] = [:]

  init(_ base: any FileReader) { self.base = base }

  mutating func replace(_ path: String, with text: [UInt8]) { texts[canonicalPath(path)] = text }

  func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    guard let text = texts[canonicalPath(path)] else { return try base.read(path, maxBytes: maxBytes) }
    guard text.count <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
    return text
  }

  func exists(_ path: String) -> Bool { base.exists(path) }
  func names(in folder: String) -> [String] { base.names(in: folder) }
  func canonicalPath(_ path: String) -> String { base.canonicalPath(path) }
  func mode(of path: String) -> Int? { base.mode(of: path) }
  func canWrite(in folder: String) -> Bool { base.canWrite(in: folder) }
}
