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

    var length: Int {
      switch self {
      case .literal(let text): text.utf8CodeUnitCount
      case .pseudonym: Pseudonym.length
      case .zeroLastOctet: 1
      }
    }
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

  /// The length of a text of `length` bytes with the edits applied.
  func length(_ length: Int) -> Int {
    edits.reduce(length) { $0 + $1.replacement.length - ($1.end - $1.start) }
  }

  /// Writes `bytes[start..<end]` with the edits applied.
  mutating func apply(
    to bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey, into output: inout WireBuffer
  ) {
    if edits.count > 1 { edits.sort { $0.start < $1.start } }
    var position = start
    for edit in edits {
      output.append(bytes, position, edit.start)
      switch edit.replacement {
      case .literal(let text): output.append(text)
      case .pseudonym: Pseudonym(ofText: bytes, edit.start, edit.end, key: key).append(to: &output)
      case .zeroLastOctet: output.append(UInt8(ascii: "0"))
      }
      position = edit.end
    }
    output.append(bytes, position, end)
  }
}
