/// A part of a text that a rule replaces.
struct TextEdit {
  var start: Int
  var end: Int
  var rule: PrivacyRule
  var replacement: Replacement

  enum Replacement {
    case literal(StaticString)
    /// The keyed pseudonym of the part itself.
    case pseudonym
    /// The last number of an IPv4 address becomes 0.
    case zeroLastOctet
  }
}

/// Edits of one text, found by several detectors in any order.
struct TextEdits {
  private(set) var edits: [TextEdit] = []

  var isEmpty: Bool { edits.isEmpty }

  mutating func removeAll() { edits.removeAll(keepingCapacity: true) }

  /// Adds an edit unless an earlier detector claimed a part of the same range.
  mutating func add(
    _ start: Int, _ end: Int, _ rule: PrivacyRule, _ replacement: TextEdit.Replacement
  ) {
    guard start < end, !edits.contains(where: { start < $0.end && $0.start < end }) else { return }
    edits.append(TextEdit(start: start, end: end, rule: rule, replacement: replacement))
  }

  /// Writes `bytes[start..<end]` with the edits applied.
  mutating func apply(
    to bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey, into output: inout [UInt8]
  ) {
    if edits.count > 1 { edits.sort { $0.start < $1.start } }
    var position = start
    for edit in edits {
      bytes.append(position, edit.start, to: &output)
      switch edit.replacement {
      case .literal(let text):
        for index in 0..<text.utf8CodeUnitCount { output.append(text.byte(index)) }
      case .pseudonym: Pseudonym.append(of: bytes, edit.start, edit.end, key: key, to: &output)
      case .zeroLastOctet: output.append(0x30)
      }
      position = edit.end
    }
    bytes.append(position, end, to: &output)
  }
}
