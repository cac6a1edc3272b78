internal import PrivacyCatalogue

/// A part of a text that a rule replaces.
struct TextEdit {
  enum Replacement: UInt8 {
    /// `[REDACTED]`
    case redacted
    /// `redacted`, for the user and password of a URL.
    case redactedUser
    /// `<user>`, for the owner of a home directory.
    case user
    /// `0`, for the last number of an IPv4 address.
    case zero
    /// The keyed pseudonym of the part itself.
    case pseudonym

    /// What takes the part's place; for a pseudonym that depends on the part.
    var literal: StaticString {
      switch self {
      case .redacted: "[REDACTED]"
      case .redactedUser: "redacted"
      case .user: "<user>"
      case .zero: "0"
      case .pseudonym: ""
      }
    }

    var length: Int { self == .pseudonym ? Pseudonym.length : literal.utf8CodeUnitCount }
  }

  var start = 0
  var end = 0
  var rule = PrivacyRule.credentialKey
  var replacement = Replacement.redacted
}

/// Edits of one text, found by several detectors in any order. Most texts have none or one.
struct TextEdits {
  private(set) var count = 0
  private var first = TextEdit()
  private var others: [TextEdit] = []

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func removeAll() {
    if count > 1 { others.removeAll(keepingCapacity: true) }
    count = 0
  }

  /// Adds an edit unless an earlier detector claimed a part of the same range.
  mutating func add(
    _ start: Int, _ end: Int, _ rule: PrivacyRule, _ replacement: TextEdit.Replacement
  ) {
    guard start < end else { return }
    let edit = TextEdit(start: start, end: end, rule: rule, replacement: replacement)
    if count == 0 {
      first = edit
    } else {
      guard !overlaps(first, edit), !others.contains(where: { overlaps($0, edit) }) else { return }
      others.append(edit)
    }
    count += 1
  }

  private func overlaps(_ one: TextEdit, _ other: TextEdit) -> Bool {
    one.start < other.end && other.start < one.end
  }

  /// Calls `body` for every edit, in the order they were found.
  @inline(__always)
  func forEach(_ body: (TextEdit) -> Void) {
    guard count > 0 else { return }
    body(first)
    if count > 1 { for edit in others { body(edit) } }
  }

  /// The length of a text of `length` bytes with the edits applied.
  func length(_ length: Int) -> Int {
    var result = length
    forEach { result += $0.replacement.length - ($0.end - $0.start) }
    return result
  }

  /// Writes `bytes[start..<end]` with the edits applied.
  func apply(
    to bytes: RawSpan, _ start: Int, _ end: Int, key: PseudonymKey, into output: inout WireBuffer
  ) {
    var position = start
    if count == 1 {
      apply(first, to: bytes, &position, key, &output)
    } else if count > 1 {
      for edit in (others + [first]).sorted(by: { $0.start < $1.start }) {
        apply(edit, to: bytes, &position, key, &output)
      }
    }
    output.append(bytes, position, end)
  }

  @inline(__always)
  private func apply(
    _ edit: TextEdit, to bytes: RawSpan, _ position: inout Int, _ key: PseudonymKey,
    _ output: inout WireBuffer
  ) {
    output.append(bytes, position, edit.start)
    if edit.replacement == .pseudonym {
      Pseudonym(ofText: bytes, edit.start, edit.end, key: key).append(to: &output)
    } else {
      output.append(edit.replacement.literal)
    }
    position = edit.end
  }
}
