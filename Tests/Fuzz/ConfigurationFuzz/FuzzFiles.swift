package import Configuration

/// The files that one input stands for: the main one, and after each line `--- file NAME` another, which it
/// may include.
package struct FuzzFiles: FileReader {
  static let main = "hephaestus.yaml"
  private static let divider = Array("\n--- file ".utf8)

  private var contents: [String: [UInt8]] = [:]

  init(_ bytes: [UInt8]) {
    var name = Self.main
    var rest = bytes[...]
    while let cut = rest.firstRange(of: Self.divider) {
      contents[name] = Array(rest[..<cut.lowerBound])
      let next = rest[cut.upperBound...]
      let end = next.firstIndex(of: UInt8(ascii: "\n")) ?? next.endIndex
      name = String(decoding: next[..<end], as: UTF8.self)
      rest = next[end...]
    }
    contents[name] = Array(rest)
  }

  package func read(_ path: String, maxBytes: Int) throws(FileProblem) -> [UInt8] {
    guard let bytes = contents[path] else { throw .notFound }
    guard bytes.count <= maxBytes else { throw .tooLarge(maxBytes: maxBytes) }
    return bytes
  }

  package func exists(_ path: String) -> Bool { contents[path] != nil }

  package func names(in folder: String) -> [String] {
    folder == "." ? contents.keys.filter { !$0.contains("/") } : []
  }

  package func canonicalPath(_ path: String) -> String { path }
  package func mode(of path: String) -> Int? { exists(path) ? 0o600 : nil }
  package func canWrite(in folder: String) -> Bool { false }
}
