internal import PrivacyCatalogue

/// A part of a text that a rule replaces.
struct TextEdit {
  enum Replacement: UInt8 {
    /// `privacy.replacement`.
    case redacted
    /// `redacted`, for the user and password of a URL.
    case redactedUser
    /// `REDACTED`, for a value of a query.
    case redactedValue
    /// `<user>`, for the owner of a home directory.
    case user
    /// `0`, for the last number of an IPv4 address.
    case zero
    /// The first 48 bits of an IPv6 address, which are in `network`.
    case network
    /// The keyed pseudonym of the part itself.
    case pseudonym
  }

  var start = 0
  var end = 0
  var rule = PrivacyRule.credentialKey
  var replacement = Replacement.redacted
  var network: UInt64 = 0
}

/// What stands for the parts of texts.
struct ReplacementTexts {
  let redacted: [UInt8]
  let key: PseudonymKey

  /// Bytes of what takes the part's place.
  @inline(__always)
  func length(_ edit: TextEdit) -> Int {
    switch edit.replacement {
    case .redacted: redacted.count
    case .redactedUser, .redactedValue: 8
    case .user: 6
    case .zero: 1
    case .network: IPv6Network.length(edit.network)
    case .pseudonym: Pseudonym.length
    }
  }

  @inline(__always)
  func append(_ edit: TextEdit, of bytes: RawSpan, to output: inout WireBuffer) {
    switch edit.replacement {
    case .redacted: output.append(redacted)
    // "redacted", the first letter lowest.
    case .redactedUser: output.append(low: 8, of: 0x6465_7463_6164_6572)
    case .redactedValue: output.append(low: 8, of: 0x4445_5443_4144_4552)
    case .user: output.append("<user>")
    case .zero: output.append(UInt8(ascii: "0"))
    case .network: IPv6Network.append(edit.network, to: &output)
    case .pseudonym: Pseudonym(ofText: bytes, edit.start, edit.end, key: key).append(to: &output)
    }
  }

  /// Whether what stands for a text that goes is at `start`.
  func isRedacted(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let close = start + redacted.count
    guard close <= end else { return false }
    return unsafe bytes.equals(start, close, redacted.span.bytes)
  }

  /// Whether the part is already what would take its place.
  func isReplaced(_ edit: TextEdit, _ bytes: RawSpan) -> Bool {
    switch edit.replacement {
    case .redacted:
      return redacted.count == edit.end - edit.start && isRedacted(bytes, edit.start, edit.end)
    case .redactedUser: return bytes.isOnly("redacted", edit.start, edit.end)
    case .redactedValue: return bytes.isOnly("REDACTED", edit.start, edit.end)
    case .user: return bytes.isOnly("<user>", edit.start, edit.end)
    case .zero: return bytes.isOnly("0", edit.start, edit.end)
    case .network, .pseudonym: return false
    }
  }
}

extension RawSpan {
  /// Whether `text` fills `self[start..<end]`.
  func isOnly(_ text: StaticString, _ start: Int, _ end: Int) -> Bool {
    end - start == text.utf8CodeUnitCount && matches(text, at: start, before: end)
  }
}

/// Edits of one text, found by several detectors in any order. Most texts have none or one.
struct TextEdits {
  private(set) var count = 0
  private var first = TextEdit()
  private var others: [TextEdit] = []

  /// Edits of one text. Past it, which no honest text comes near, the text has too many to be worth keeping.
  static let maximumCount = 1000

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  /// Whether not all edits are here.
  var isOverfull: Bool { count >= Self.maximumCount }

  @inline(__always)
  mutating func removeAll() {
    if count > 1 { others.removeAll(keepingCapacity: true) }
    count = 0
  }

  /// Adds an edit. Of two that overlap the one that covers the other stays; where neither does, one takes the
  /// place of both, so that nothing that either found is left.
  mutating func add(
    _ start: Int, _ end: Int, _ rule: PrivacyRule, _ replacement: TextEdit.Replacement, network: UInt64 = 0
  ) {
    guard start < end, !isOverfull else { return }
    var edit = TextEdit(start: start, end: end, rule: rule, replacement: replacement, network: network)
    guard count > 0 else {
      first = edit
      count = 1
      return
    }
    while let other = firstOverlap(edit) {
      if other.start <= edit.start, other.end >= edit.end { return }
      remove { $0.start == other.start }
      if edit.start <= other.start, edit.end >= other.end { continue }
      edit.start = min(edit.start, other.start)
      edit.end = max(edit.end, other.end)
      edit.replacement = .redacted
    }
    if count == 0 { first = edit } else { others.append(edit) }
    count += 1
  }

  /// Whether an edit covers a part of `start..<end`.
  func isClaimed(_ start: Int, _ end: Int) -> Bool {
    firstOverlap(TextEdit(start: start, end: end)) != nil
  }

  private func firstOverlap(_ edit: TextEdit) -> TextEdit? {
    if count > 0, first.start < edit.end, edit.start < first.end { return first }
    return count > 1 ? others.first { $0.start < edit.end && edit.start < $0.end } : nil
  }

  /// Leaves out the edits for which `isNone` holds.
  mutating func remove(where isNone: (TextEdit) -> Bool) {
    guard count > 0 else { return }
    if count == 1 {
      if isNone(first) { count = 0 }
      return
    }
    others.removeAll(where: isNone)
    if !isNone(first) {
      count = others.count + 1
    } else if others.isEmpty {
      count = 0
    } else {
      first = others.removeFirst()
      count = others.count + 1
    }
  }

  /// Calls `body` for every edit, in the order they were found.
  @inline(__always)
  func forEach(_ body: (TextEdit) -> Void) {
    guard count > 0 else { return }
    body(first)
    if count > 1 { for edit in others { body(edit) } }
  }

  /// The length of a text of `length` bytes with the edits applied.
  @inline(__always)
  func length(_ length: Int, _ texts: ReplacementTexts) -> Int {
    var result = length
    forEach { result += texts.length($0) - ($0.end - $0.start) }
    return result
  }

  /// Writes `bytes[start..<end]` with the edits applied.
  func apply(
    to bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts, into output: inout WireBuffer
  ) {
    var position = start
    if count == 1 {
      output.append(bytes, position, first.start)
      texts.append(first, of: bytes, to: &output)
      position = first.end
    } else if count > 1 {
      for edit in (others + [first]).sorted(by: { $0.start < $1.start }) {
        output.append(bytes, position, edit.start)
        texts.append(edit, of: bytes, to: &output)
        position = edit.end
      }
    }
    output.append(bytes, position, end)
  }
}
