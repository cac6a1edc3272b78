internal import PrivacyCatalogue

/// Where a text stands, which decides how it may be changed.
enum TextPlace: UInt8 {
  /// In one span, event, link or log record: parts may be cut or dropped.
  case item
  /// In what identifies a metric stream (resource, scope, point attributes): a value that must not
  /// leave is replaced by its pseudonym, so that two streams never become one.
  case stream
}

/// How a text is treated beyond the detectors.
enum TextStyle: UInt8 {
  case plain
  /// Prose about one event; `strict` makes it a template.
  case prose
  case statement
}

/// Applies a privacy mode to texts and keys. Confined to one loop; counts what it did.
///
/// `scrub` and `replace` decide; when they answer that there is a change, `replacementLength` and
/// `appendReplacement` tell what takes the text's place.
struct Scrubber: ~Copyable {
  enum Verdict {
    case unchanged
    case changed
    case invalidUTF8
  }

  private enum Replacement {
    case redacted
    case pseudonym(Pseudonym)
    /// The text with `edits` applied.
    case edited
    /// What is in `template`.
    case template
  }

  let mode: PrivacyMode
  private let key: PseudonymKey
  private let policy: KeyPolicy
  private let table = TextClassTable.shared
  private let interest: TextClasses
  private var edits = TextEdits()
  private var template = WireBuffer(minimumCapacity: 256)
  private var edited = WireBuffer(minimumCapacity: 256)
  private var replacement = Replacement.redacted
  private(set) var replacementLength = 0
  /// Changes since the request began; the owner of a record that is rejected puts them back.
  var counts = RuleCounts()

  init(mode: PrivacyMode, key: PseudonymKey) {
    self.mode = mode
    self.key = key
    policy = KeyPolicy(mode: mode)
    interest =
      mode == .minimal
      ? CredentialDetectors.interest : CredentialDetectors.interest.union(PersonalDetectors.interest)
  }

  /// The rule for an attribute key; nil when the key is not UTF-8.
  func rule(forKey bytes: RawSpan, _ start: Int, _ end: Int) -> KeyRule? {
    bytes.isUTF8(start, end) ? KeyRule(policy.decision(for: bytes.string(start, end))) : nil
  }

  /// Whether the text `bytes[start..<end]` stays as it is wherever it stands; counts nothing.
  mutating func isHarmless(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let before = counts
    defer { counts = before }
    return scrub(bytes, start, end, .item, .plain) == .unchanged
  }

  /// Looks at the text `bytes[start..<end]`.
  @inline(__always)
  mutating func scrub(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace, _ style: TextStyle
  ) -> Verdict {
    let classes = table.classes(bytes, start, end)
    if classes.contains(.nonASCII), !bytes.isUTF8Slowly(start, end) { return .invalidUTF8 }
    if style == .plain, classes.isDisjoint(with: interest) { return .unchanged }
    return detect(bytes, start, end, classes, place, style) ? .changed : .unchanged
  }

  /// Looks at `bytes[start..<end]`, which need not be UTF-8. Answers whether it changes.
  mutating func scrubBytes(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Bool {
    let classes = table.classes(bytes, start, end)
    return !classes.isDisjoint(with: interest) && detect(bytes, start, end, classes, place, .plain)
  }

  @inline(never)
  private mutating func detect(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ classes: TextClasses, _ place: TextPlace,
    _ style: TextStyle
  ) -> Bool {
    edits.removeAll()
    CredentialDetectors.find(in: bytes, start, end, classes: classes, into: &edits)
    if mode != .minimal {
      PersonalDetectors.find(in: bytes, start, end, classes: classes, into: &edits)
    }
    let isTemplate = mode == .strict && style == .prose || mode != .minimal && style == .statement
    if isTemplate { return makeTemplate(bytes, start, end, place, style) }
    guard !edits.isEmpty else { return false }
    edits.forEach { counts[$0.rule] += 1 }
    if place == .stream {
      replace(by: Pseudonym(ofText: bytes, start, end, key: key))
    } else {
      replacement = .edited
      replacementLength = edits.length(end - start)
    }
    return true
  }

  private mutating func makeTemplate(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace, _ style: TextStyle
  ) -> Bool {
    if place == .stream, Pseudonym.isOne(bytes, start, end) { return false }
    template.truncate(to: 0)
    if edits.isEmpty {
      TextTemplates.append(style, of: bytes, start, end, to: &template)
    } else {
      edited.truncate(to: 0)
      edits.apply(to: bytes, start, end, key: key, into: &edited)
      edited.withSpan { TextTemplates.append(style, of: $0, 0, $0.byteCount, to: &template) }
    }
    if template.holds(bytes, start, end) { return false }
    edits.forEach { counts[$0.rule] += 1 }
    counts[style == .statement ? .statement : .template] += 1
    if place == .stream {
      replace(by: Pseudonym(ofText: bytes, start, end, key: key))
    } else {
      replacement = .template
      replacementLength = template.count
    }
    return true
  }

  /// Decides what stands for a whole value that must not leave: a text, or another value's encoding.
  ///
  /// - Returns: false when the value is its own replacement already.
  mutating func replace(
    _ bytes: RawSpan, _ start: Int, _ end: Int, isText: Bool, _ rule: PrivacyRule, _ place: TextPlace
  ) -> Bool {
    if isText, Pseudonym.isOne(bytes, start, end) { return false }
    if place == .stream || rule == .userID {
      replace(
        by: isText
          ? Pseudonym(ofText: bytes, start, end, key: key)
          : Pseudonym(ofEncoding: bytes, start, end, key: key))
    } else {
      if isText, end - start == 10, bytes.matches("[REDACTED]", at: start, before: end) { return false }
      replacement = .redacted
      replacementLength = 10
    }
    counts[rule] += 1
    return true
  }

  private mutating func replace(by pseudonym: Pseudonym) {
    replacement = .pseudonym(pseudonym)
    replacementLength = Pseudonym.length
  }

  /// Writes what takes the place of `bytes[start..<end]`, which was looked at last.
  mutating func appendReplacement(
    _ bytes: RawSpan, _ start: Int, _ end: Int, to output: inout WireBuffer
  ) {
    switch replacement {
    case .redacted: output.append("[REDACTED]")
    case .pseudonym(let pseudonym): pseudonym.append(to: &output)
    case .edited: edits.apply(to: bytes, start, end, key: key, into: &output)
    case .template: template.withSpan { output.append($0, 0, $0.byteCount) }
    }
  }
}

/// How often each rule changed something.
struct RuleCounts {
  private var counts = InlineArray<23, Int>(repeating: 0)

  subscript(rule: PrivacyRule) -> Int {
    get { counts[rule.rawValue] }
    set { counts[rule.rawValue] = newValue }
  }

  var array: [Int] { PrivacyRule.allCases.map { self[$0] } }
}
