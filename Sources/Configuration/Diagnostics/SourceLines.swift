internal import YAMLTree

/// The lines of the files that were read, for showing beside a finding, with what looks like a
/// credential blotted out: findings are printed in public CI logs.
struct SourceLines: Sendable {
  private struct File: Sendable {
    var bytes: [UInt8]
    /// The offset of the first byte of each line.
    var lineStarts: [Int]
    var secrets: [SourceRange]
    var isTree: Bool
  }

  /// In bytes. A file may be one line of a megabyte, with a thousand findings in it.
  private static let maxLineLength = 2000

  private var files: [String: File] = [:]

  mutating func add(_ bytes: [UInt8], of document: YAMLDocument, file: String) {
    var secrets: [SourceRange] = []
    if let root = document.root { Self.collect(from: root, isSecret: false, into: &secrets) }
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    files[file] = File(
      bytes: bytes, lineStarts: [0] + ends.map { $0 + 1 }, secrets: secrets, isTree: document.root != nil)
  }

  func attached(to diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      if let file = diagnostic.file, let line = diagnostic.line {
        diagnostic.sourceLine = self.line(line, of: file)
      }
      return diagnostic
    }
  }

  /// One line of a file, from 1, with credentials blotted out; nil for one too long to show.
  func line(_ number: Int, of name: String) -> String? {
    guard let file = files[name] else { return nil }
    guard file.lineStarts.indices.contains(number - 1) else { return nil }
    let start = file.lineStarts[number - 1]
    let end = number < file.lineStarts.count ? file.lineStarts[number] - 1 : file.bytes.count
    guard end - start <= Self.maxLineLength else { return nil }
    var text = Array(String(decoding: file.bytes[start..<end], as: UTF8.self).unicodeScalars)
    if text.first == "\u{FEFF}" { text.removeFirst() }
    if text.last == "\r" { text.removeLast() }
    for range in file.secrets where (range.start.line...range.end.line).contains(number) {
      let from = range.start.line == number ? range.start.column - 1 : 0
      let to = range.end.line == number ? range.end.column - 1 : text.count
      for index in from..<max(from, to) where text.indices.contains(index) { text[index] = "*" }
    }
    if !file.isTree { Self.blotWords(in: &text) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view)
  }

  private static func isSecretName(_ key: String) -> Bool {
    ["headers", "pseudonym_key"].contains(key.lowercased()) || Credentials.isName(key)
  }

  private static func collect(from node: YAMLNode, isSecret: Bool, into ranges: inout [SourceRange]) {
    switch node.content {
    case .scalar(let scalar):
      // A reference shows only where the secret is.
      let shown = isSecret ? Credentials.masked(scalar.text) : Credentials.maskedURL(scalar.text)
      if shown != scalar.text || scalar.text.contains("@") { ranges.append(node.range) }
    case .sequence(let elements):
      for element in elements { collect(from: element, isSecret: isSecret, into: &ranges) }
    case .mapping(let entries):
      for entry in entries {
        collect(from: entry.value, isSecret: isSecret || isSecretName(entry.key), into: &ranges)
      }
    }
  }

  /// For a file that is no tree: everything after a word that usually stands before a credential.
  private static func blotWords(in text: inout [Unicode.Scalar]) {
    var line = String.UnicodeScalarView()
    line.append(
      contentsOf: text.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : "?" })
    let lowered = String(line)
    for word in Credentials.words + ["bearer", "basic", "pseudonym_key"] {
      guard let found = lowered.firstRange(of: word) else { continue }
      let end = lowered.unicodeScalars.distance(from: lowered.startIndex, to: found.upperBound)
      for index in text.indices.dropFirst(end) where text[index] != " " && text[index] != ":" {
        text[index] = "*"
      }
    }
  }
}
