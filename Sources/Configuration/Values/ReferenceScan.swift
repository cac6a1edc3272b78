/// Cuts a text into literal parts and references.
struct ReferenceScan {
  struct Piece {
    enum Content {
      case text(String)
      case reference(Reference)
    }

    var content: Content
    var offset: Int
    var length: Int

    func fault(
      _ code: DiagnosticCode, _ message: String, suggestion: String? = nil
    ) -> References.Fault {
      References.Fault(code: code, message: message, suggestion: suggestion, offset: offset, length: length)
    }
  }

  private let text: [Unicode.Scalar]
  private var index = 0

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  /// A text as a file would hold it for it to come out as it is.
  static func escaped(_ text: String) -> String {
    guard text.contains("$$") || text.contains("${") else { return text }
    return text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
  }

  /// Where a character of the text that comes out stands in the text of a file, both counted in Unicode
  /// scalars; nil where there are references.
  static func writtenOffset(of offset: Int, in text: String) -> Int? {
    var scan = ReferenceScan(text)
    var (written, meant) = (0, 0)
    while let piece = try? scan.next() {
      guard case .text(let text) = piece.content else { return nil }
      let length = text.unicodeScalars.count
      if offset < meant + length { return piece.offset + offset - meant }
      meant += length
      written = piece.offset + piece.length
    }
    return offset == meant ? written : nil
  }

  mutating func next() throws(References.Fault) -> Piece? {
    guard index < text.count else { return nil }
    let start = index
    guard text[index] == "$", index + 1 < text.count, text[index + 1] == "$" || text[index + 1] == "{" else {
      index += 1
      while index < text.count, text[index] != "$" { index += 1 }
      return Piece(content: .text(string(start..<index)), offset: start, length: index - start)
    }
    if text[index + 1] == "$" {
      index += 2
      return Piece(content: .text("$"), offset: start, length: 2)
    }
    guard let close = text[index...].firstIndex(of: "}") else {
      throw Piece(content: .text(""), offset: start, length: text.count - start)
        .fault(.malformedReference, "`${` without its `}`; write `$${` for the characters themselves")
    }
    index = close + 1
    let piece = Piece(content: .text(""), offset: start, length: index - start)
    let reference = try parse(string(start + 2..<close), piece)
    return Piece(content: .reference(reference), offset: start, length: index - start)
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text[range])
    return String(view)
  }

  private func parse(_ body: String, _ piece: Piece) throws(References.Fault) -> Reference {
    if body.hasPrefix("env:") { return try environment(String(body.dropFirst(4)), piece) }
    if body.hasPrefix("file:") {
      let path = String(body.dropFirst(5))
      guard path.hasPrefix("/") else {
        throw piece.fault(.malformedReference, "`${file:…}` needs a path that begins with `/`")
      }
      return .file(path: path)
    }
    let name = body.prefix { $0 != ":" }
    if Self.isName(name) {
      if name.count == body.count || body.dropFirst(name.count).hasPrefix(":-") {
        var fault = piece.fault(
          .malformedReference, "a reference names its source: `env` or `file`",
          suggestion: "${env:\(body.shown)}")
        fault.lacksSource = true
        throw fault
      }
      throw piece.fault(
        .malformedReference,
        "there is no source `\(name.lowercased().shown)`; the sources are `env` and `file`")
    }
    throw piece.fault(.malformedReference, "this is no reference; write `$${` for the characters themselves")
  }

  private func environment(_ body: String, _ piece: Piece) throws(References.Fault) -> Reference {
    let name = body.prefix { $0 != ":" }
    guard Self.isName(name) else {
      throw piece.fault(
        .malformedReference,
        "the name of a variable is letters, digits and `_`, and does not begin with a digit")
    }
    let rest = body.dropFirst(name.count)
    if rest.isEmpty { return .environment(name: String(name), otherwise: nil) }
    let value = String(rest.dropFirst(2))
    if rest.hasPrefix(":-") { return .environment(name: String(name), otherwise: .text(value)) }
    if rest.hasPrefix(":?") {
      return .environment(name: String(name), otherwise: .failure(message: value))
    }
    throw piece.fault(
      .malformedReference, "after the name of a variable comes `}`, `:-default` or `:?message`")
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
    }
  }
}
