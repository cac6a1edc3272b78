internal import Patterns
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
  case query
  /// A version, which may be of four numbers, as an IPv4 address is.
  case version
  case phone
}

/// Applies a privacy mode to texts and keys. Confined to one loop; keeps a journal of what it did.
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
    /// The text's first bytes and a zero, for an IPv4 address.
    case network(length: Int)
    /// What is in `rewritten`.
    case rewritten
  }

  var policy: ScrubPolicy
  var journal = PrivacyJournal()
  private let texts: ReplacementTexts
  private let table = TextClassTable.shared
  private var edits = TextEdits()
  private var rewritten = WireBuffer(minimumCapacity: 256)
  private var edited = WireBuffer(minimumCapacity: 256)
  private var substituter: Substituter
  private var replacement = Replacement.redacted
  private(set) var replacementLength = 0

  init(_ options: PrivacyOptions, _ policy: ScrubPolicy) {
    self.policy = policy
    texts = ReplacementTexts(
      redacted: Array(options.replacement.utf8.prefix(64)), key: options.pseudonymKey)
    substituter = Substituter(options.substitutions)
  }

  /// The rule for an attribute key; nil when the key is not UTF-8.
  func rule(forKey bytes: RawSpan, _ start: Int, _ end: Int) -> KeyRule? {
    bytes.isUTF8(start, end) ? KeyRule(policy.keys.decision(for: bytes.string(start, end))) : nil
  }

  /// Whether the text `bytes[start..<end]` stays as it is wherever it stands; counts nothing.
  mutating func isHarmless(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ style: TextStyle = .plain
  ) -> Bool {
    let mark = journal.mark
    defer { journal.rollBack(to: mark) }
    return scrub(bytes, start, end, .item, style) == .unchanged
  }

  /// Looks at the text `bytes[start..<end]`.
  @inline(__always)
  mutating func scrub(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace, _ style: TextStyle
  ) -> Verdict {
    let classes = table.classes(bytes, start, end)
    if classes.contains(.nonASCII), !bytes.isUTF8Slowly(start, end) { return .invalidUTF8 }
    if style == .version, classes.isSubset(of: [.digit, .dot]), end &- start < policy.digitLength {
      return .unchanged
    }
    if style == .plain || style == .version, policy.isHarmless(classes, end &- start) { return .unchanged }
    return detect(bytes, start, end, classes, place, style) ? .changed : .unchanged
  }

  /// Looks at `bytes[start..<end]`, which need not be UTF-8: as at a text if they are. Answers whether they
  /// change.
  mutating func scrubBytes(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace, _ style: TextStyle
  ) -> Bool {
    guard bytes.isUTF8(start, end) else { return scrubBinary(bytes, start, end, place) }
    return scrub(bytes, start, end, place, style) == .changed
  }

  /// The rule by which a number, the member of an `AnyValue` in `bytes[start..<end]`, must not leave: in the
  /// prose of `strict`, of which only the words stay, or as a phone's.
  func ruleHidingNumber(_ bytes: RawSpan, _ start: Int, _ end: Int, _ style: TextStyle) -> PrivacyRule? {
    // An integer or a double.
    guard bytes.uint8(at: start) == 0x18 || bytes.uint8(at: start) == 0x21 else { return nil }
    if style == .prose { return policy.isStrict ? .template : nil }
    return style == .phone && !policy.isMinimal && bytes.isPhoneNumber(start, end) ? .phoneNumber : nil
  }

  /// What leaves of a text under a key of a resource. Counts nothing.
  mutating func streamText(_ bytes: RawSpan, _ start: Int, _ end: Int, key: String) -> String {
    let mark = journal.mark
    defer { journal.rollBack(to: mark) }
    let rule = KeyRule(policy.keys.decision(for: key))
    let isChanged =
      rule.isScanned
      ? scrub(bytes, start, end, .stream, rule.style) == .changed
      : replace(bytes, start, end, isText: true, rule.privacyRule, .stream)
    return isChanged ? shown(bytes, start, end) : bytes.string(start, end)
  }

  /// What leaves of a text of the gateway's own under a key of a resource.
  mutating func ownText(_ bytes: RawSpan, _ start: Int, _ end: Int, key: String) -> String {
    switch policy.keys.decision(for: key) {
    case .ownDrop, .ownRedact, .ownHash: streamText(bytes, start, end, key: key)
    default: bytes.string(start, end)
    }
  }

  /// Whether a field that no table knows must not leave.
  mutating func hidesUnknown(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Bool {
    guard !policy.isStrict, start < end else { return start < end }
    let mark = journal.mark
    defer { journal.rollBack(to: mark) }
    return scrubBytes(bytes, start, end, place, .plain)
  }

  /// In what is no text the detectors look all the same; `strict` lets nothing through that it cannot read.
  private mutating func scrubBinary(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Bool {
    if policy.isStrict {
      return replace(bytes, start, end, isText: true, .notAllowed, place)
    }
    let classes = table.classes(bytes, start, end)
    return detect(bytes, start, end, classes, place, .plain, isText: false)
  }

  @inline(never)
  private mutating func detect(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ classes: TextClasses, _ place: TextPlace,
    _ style: TextStyle, isText: Bool = true
  ) -> Bool {
    if style == .plain, classes == [.digit, .dot], let network = lengthOfNetwork(bytes, start, end, place) {
      return takeNetwork(network, bytes, start, end)
    }
    if style == .plain, !substituter.isInUse, policy.hasNothing(classes, end - start),
      !PaymentCardDetector.mayHold(bytes, start, end)
    {
      return false
    }
    findEdits(bytes, start, end, classes, style)
    if edits.isOverfull {
      return replace(bytes, start, end, isText: true, .template, place)
    }
    let isTemplate = policy.isStrict && style == .prose || !policy.isMinimal && style == .statement
    if isTemplate || isText && substituter.isInUse {
      return rewrite(bytes, start, end, place, isTemplate ? style : .plain, isText: isText)
    }
    guard !edits.isEmpty else { return false }
    return take(edited: bytes, start, end, place)
  }

  /// Where the last number starts in a text that is just an IPv4 address and loses it, counted from the text's
  /// start; the way for the most frequent of all findings.
  @inline(__always)
  private func lengthOfNetwork(_ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Int? {
    guard place == .item, !policy.isMinimal, !substituter.isInUse, end - start <= 15 else { return nil }
    return IPv4Detector.lengthOfNetwork(bytes, start, end)
  }

  private mutating func takeNetwork(_ length: Int, _ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    replacement = .network(length: length)
    replacementLength = length + 1
    let text = journal.isRecording ? "0" : nil
    journal.note(.ipAddress, start + length, end, text)
    return true
  }

  private mutating func findEdits(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ classes: TextClasses, _ style: TextStyle
  ) {
    edits.removeAll()
    CredentialDetectors.find(in: bytes, start, end, classes: classes, texts, into: &edits)
    if !policy.isMinimal {
      // What stands for the literals of statements is a `?`, and URLs are literals.
      let classes = style == .statement ? classes.subtracting(.question) : classes
      PersonalDetectors.find(in: bytes, start, end, classes: classes, texts, into: &edits)
      if style == .query { QueryDetector.findAll(in: bytes, start, end, texts, into: &edits) }
      if style == .phone { PhoneDetector.find(in: bytes, start, end, into: &edits) }
    }
    if !edits.isEmpty { removeNeedlessEdits(bytes) }
  }

  private mutating func removeNeedlessEdits(_ bytes: RawSpan) {
    let texts = texts
    edits.remove { texts.isReplaced($0, bytes) }
  }

  /// Notes the edits and decides for the text with them, or for its pseudonym.
  private mutating func take(edited bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace) -> Bool {
    if place == .stream {
      note(Pseudonym(ofText: bytes, start, end, key: texts.key), start, end)
      return true
    }
    noteEdits(bytes)
    replacement = .edited
    replacementLength = edits.length(end - start, texts)
    return true
  }

  /// Makes a template, applies the user's patterns, or both.
  private mutating func rewrite(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ place: TextPlace, _ style: TextStyle, isText: Bool
  ) -> Bool {
    if Pseudonym.isOne(bytes, start, end)
      || end - start == texts.redacted.count && texts.isRedacted(bytes, start, end)
    {
      return false
    }
    rewritten.truncate(to: 0)
    edited.truncate(to: 0)
    edits.apply(to: bytes, start, end, texts, into: &edited)
    if style == .plain {
      edited.withSpan { rewritten.append($0, 0, $0.byteCount) }
    } else {
      edited.withSpan { TextTemplates.append(style, of: $0, 0, $0.byteCount, to: &rewritten) }
    }
    let isTemplate = style != .plain && !rewritten.holds(edited)
    var isOwn = false
    if isText, substituter.isInUse {
      switch substituter.apply(to: &rewritten) {
      case .unchanged: break
      case .changed:
        isOwn = true
        guard isStable(style) else { return replace(bytes, start, end, isText: true, .ownPattern, place) }
      case .failed: return replace(bytes, start, end, isText: true, .ownPattern, place)
      }
    }
    guard !rewritten.holds(bytes, start, end) else { return false }
    if place == .stream {
      let pseudonym = Pseudonym(ofText: bytes, start, end, key: texts.key)
      if !edits.isEmpty {
        note(pseudonym, start, end)
      } else {
        replace(by: pseudonym)
      }
    } else {
      noteEdits(bytes)
      replacement = .rewritten
      replacementLength = rewritten.count
    }
    let rule: PrivacyRule? =
      isOwn ? .ownPattern : isTemplate ? style == .statement ? .statement : .template : nil
    if let rule { note(rule, bytes, start, end) }
    return true
  }

  /// Whether what is in `rewritten` would be left alone, so that a second gateway changes nothing further.
  private mutating func isStable(_ style: TextStyle) -> Bool {
    let text = rewritten.copied()
    let span = unsafe text.span.bytes
    findEdits(span, 0, text.count, table.classes(span, 0, text.count), style)
    defer { edits.removeAll() }
    guard edits.isEmpty else { return false }
    if style != .plain {
      edited.truncate(to: 0)
      TextTemplates.append(style, of: span, 0, text.count, to: &edited)
      guard edited.holds(span, 0, text.count) else { return false }
    }
    let outcome = substituter.apply(to: &rewritten)
    return outcome == .unchanged || outcome == .changed && rewritten.holds(span, 0, text.count)
  }

  /// Decides what stands for a whole value that must not leave: a text, or another value's encoding.
  ///
  /// - Returns: false when the value is its own replacement already.
  mutating func replace(
    _ bytes: RawSpan, _ start: Int, _ end: Int, isText: Bool, _ rule: PrivacyRule, _ place: TextPlace
  ) -> Bool {
    if isText, Pseudonym.isOne(bytes, start, end) { return false }
    let isHashed =
      switch rule {
      case .userID, .ownHash: true
      default: false
      }
    if place == .stream || isHashed {
      replace(
        by: isText
          ? Pseudonym(ofText: bytes, start, end, key: texts.key)
          : Pseudonym(ofEncoding: bytes, start, end, key: texts.key))
    } else {
      if isText, end - start == texts.redacted.count, texts.isRedacted(bytes, start, end) { return false }
      replacement = .redacted
      replacementLength = texts.redacted.count
    }
    note(rule, bytes, start, end)
    return true
  }

  private mutating func replace(by pseudonym: Pseudonym) {
    replacement = .pseudonym(pseudonym)
    replacementLength = Pseudonym.length
  }

  /// Writes what takes the place of `bytes[start..<end]`, which was looked at last.
  func appendReplacement(
    _ bytes: RawSpan, _ start: Int, _ end: Int, to output: inout WireBuffer
  ) {
    switch replacement {
    case .redacted: output.append(texts.redacted)
    case .pseudonym(let pseudonym): pseudonym.append(to: &output)
    case .edited: edits.apply(to: bytes, start, end, texts, into: &output)
    case .network(let length):
      output.append(bytes, start, start + length)
      output.append(UInt8(ascii: "0"))
    case .rewritten: rewritten.withSpan { output.append($0, 0, $0.byteCount) }
    }
  }

  // MARK: Journal

  /// Notes that the text as a whole is replaced by what was decided.
  private mutating func note(_ rule: PrivacyRule, _ bytes: RawSpan, _ start: Int, _ end: Int) {
    let text = journal.isRecording ? shown(bytes, start, end) : nil
    journal.note(rule, start, end, text)
  }

  /// Notes what the edits are for, though a pseudonym takes the whole text's place.
  private mutating func note(_ pseudonym: Pseudonym, _ start: Int, _ end: Int) {
    replace(by: pseudonym)
    let text = journal.isRecording ? pseudonym.text : nil
    edits.forEach { journal.note($0.rule, start, end, text) }
  }

  private mutating func noteEdits(_ bytes: RawSpan) {
    edits.forEach { edit in
      let text = journal.isRecording ? shown(edit, bytes) : nil
      journal.note(edit.rule, edit.start, edit.end, text)
    }
  }

  private func shown(_ edit: TextEdit, _ bytes: RawSpan) -> String {
    var text = WireBuffer(minimumCapacity: 64)
    texts.append(edit, of: bytes, to: &text)
    return text.withSpan { $0.string(0, $0.byteCount) }
  }

  private func shown(_ bytes: RawSpan, _ start: Int, _ end: Int) -> String {
    var text = WireBuffer(minimumCapacity: 64)
    appendReplacement(bytes, start, end, to: &text)
    return text.withSpan { $0.string(0, $0.byteCount) }
  }
}
