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

/// What became of a text.
enum TextVerdict {
  case unchanged
  /// `Scrubber.text` holds what to write instead.
  case changed
  case invalidUTF8
}

/// Applies a privacy mode to texts and keys. Confined to one loop; counts what it did.
struct Scrubber {
  let mode: PrivacyMode
  private let key: PseudonymKey
  private let classifier: KeyClassifier
  private let table = TextClassTable.shared
  private var cache = KeyCache()
  private var edits = TextEdits()
  /// The result of the last call that answered `changed`.
  private(set) var text: [UInt8] = []
  /// Changes by `PrivacyRule.rawValue` since `resetCounts`.
  private(set) var counts = [Int](repeating: 0, count: PrivacyRule.allCases.count)

  init(mode: PrivacyMode, key: PseudonymKey) {
    self.mode = mode
    self.key = key
    classifier = KeyClassifier(mode: mode)
  }

  mutating func resetCounts() {
    for index in counts.indices { counts[index] = 0 }
  }

  mutating func count(_ rule: PrivacyRule) { counts[rule.rawValue] += 1 }

  /// The rule for an attribute key; nil when the key is not UTF-8.
  @inline(__always)
  mutating func rule(forKey bytes: RawSpan, _ start: Int, _ end: Int) -> KeyRule? {
    cache.find(bytes, start, end) ?? classify(bytes, start, end)
  }

  @inline(never)
  private mutating func classify(_ bytes: RawSpan, _ start: Int, _ end: Int) -> KeyRule? {
    guard bytes.isUTF8(start, end) else { return nil }
    let rule = classifier.rule(for: bytes.string(start, end))
    cache.remember(rule, bytes, start, end)
    return rule
  }

  /// Looks at `bytes[start..<end]` and, where the mode forbids a part of it, puts what may leave
  /// into `text`.
  @inline(__always)
  mutating func scrub(
    _ bytes: RawSpan, _ start: Int, _ end: Int, place: TextPlace, style: TextStyle = .plain
  ) -> TextVerdict {
    let classes = table.classes(bytes, start, end)
    if classes.contains(.nonASCII), !bytes.isUTF8Slowly(start, end) { return .invalidUTF8 }
    // Letters, spaces and full stops alone can be no secret that a detector knows, but for an
    // authorization scheme.
    if classes.isEmpty && style == .plain { return .unchanged }
    return detect(bytes, start, end, classes, place, style)
  }

  @inline(never)
  private mutating func detect(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ classes: TextClasses, _ place: TextPlace,
    _ style: TextStyle
  ) -> TextVerdict {
    edits.removeAll()
    CredentialDetectors.find(in: bytes, start, end, classes: classes, into: &edits)
    if mode != .minimal {
      PersonalDetectors.find(in: bytes, start, end, classes: classes, into: &edits)
    }
    let template = mode == .strict && style == .prose || mode != .minimal && style == .statement
    if edits.isEmpty && !template { return .unchanged }
    for edit in edits.edits { count(edit.rule) }
    text.removeAll(keepingCapacity: true)
    if place == .stream {
      guard !edits.isEmpty else { return .unchanged }
      Pseudonym.append(of: bytes, start, end, key: key, to: &text)
      return .changed
    }
    edits.apply(to: bytes, start, end, key: key, into: &text)
    guard template else { return .changed }
    return applyTemplate(bytes, start, end, style)
  }

  private mutating func applyTemplate(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ style: TextStyle
  ) -> TextVerdict {
    text = style == .statement ? TextTemplates.statement(text) : TextTemplates.prose(text)
    let isSame = text.count == end - start && zip(text, start..<end).allSatisfy { $0 == bytes.byte($1) }
    if isSame { return .unchanged }
    count(style == .statement ? .statement : .template)
    return .changed
  }

  /// What stands for a whole value that must not leave: puts it into `text`.
  ///
  /// - Returns: false when the value is its own replacement already.
  mutating func replaceValue(
    _ bytes: RawSpan, _ start: Int, _ end: Int, rule: PrivacyRule, place: TextPlace
  ) -> Bool {
    if Pseudonym.isOne(bytes, start, end) { return false }
    text.removeAll(keepingCapacity: true)
    if place == .stream || rule == .userID {
      Pseudonym.append(of: bytes, start, end, key: key, to: &text)
    } else {
      text += Self.redacted
      if end - start == text.count, bytes.matches("[REDACTED]", at: start, before: end) { return false }
    }
    count(rule)
    return true
  }

  private static let redacted = Array("[REDACTED]".utf8)
}
