/// One execution of a plugin, as a `plugins.execute` span tells it.
package struct PluginObservation: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case success
    /// The plugin ran and said `success=false`.
    case failure
    /// The span's status is an error, or an exception was recorded; wins over the other two.
    case error
  }

  package private(set) var plugin = ""
  package private(set) var version = ""
  package private(set) var category = ""
  package private(set) var outcome = Outcome.success
  /// From the span's start to its end; 0 when the end is before the start.
  package private(set) var seconds = 0.0
  /// Whether the span says that it is a step of the guard-rails, or has an ancestor in its request that is named
  /// `guard-rails` or `cli.guard-rails`.
  package internal(set) var isGuardRail = false
  /// Whether the execution was one more attempt.
  package private(set) var isRetry = false
  /// The trace that the span is in.
  private(set) var span: SpanIdentity?
  /// 0 for a root.
  private(set) var parent: UInt64 = 0

  static func isExecution(_ bytes: RawSpan, _ name: Range<Int>) -> Bool {
    name.count == 15 && bytes.matches("plugins.execute", at: name.lowerBound, before: name.upperBound)
  }

  /// Reads a span that has been validated. Labels go through `scrubber`, uncounted: the span's own
  /// attributes count.
  init(_ bytes: RawSpan, _ span: WireField, _ scrubber: inout Scrubber) throws(WireError) {
    let mark = scrubber.journal.mark
    defer { scrubber.journal.rollBack(to: mark) }
    var facts = ObservedSpan()
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      switch field.tag {
      case 0x4a: try readAttribute(bytes, field, &scrubber)
      case 0x5a: try readEvent(bytes, field)
      case 0x7a: try readStatus(bytes, field)
      default: try facts.read(bytes, field)
      }
    }
    seconds = facts.seconds
    self.span = facts.identity(bytes)
    parent = facts.parentID(bytes)
  }

  private mutating func readAttribute(
    _ bytes: RawSpan, _ field: WireField, _ scrubber: inout Scrubber
  ) throws(WireError) {
    let parts = try AttributeParts(bytes, field, depth: 4)
    guard let name = Label(bytes, parts.key) else { return }
    let value = try ObservedValue(bytes, parts)
    switch name {
    case .plugin: plugin = value.label(bytes, &scrubber)
    case .version: version = value.label(bytes, &scrubber)
    case .category: category = value.label(bytes, &scrubber)
    case .success: if outcome == .success, value.isFalse(bytes) { outcome = .failure }
    case .retry: isRetry = value.isPositive(bytes)
    case .guardRails: isGuardRail = !value.isFalse(bytes)
    }
  }

  private mutating func readEvent(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var reader = FieldReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      if part.tag == 0x12, part.high - part.low == 9,
        bytes.matches("exception", at: part.low, before: part.high)
      {
        outcome = .error
      }
    }
  }

  private mutating func readStatus(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var reader = FieldReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      if part.tag == 0x18, bytes.value(part) == 2 { outcome = .error }
    }
  }

  /// The attributes that count; the toolkit itself spells the first five `operation.plugin` and so on.
  private enum Label: String {
    case plugin
    case version
    case category
    case success
    case retry
    case guardRails = "hephaestus.guard_rails"

    init?(_ bytes: RawSpan, _ key: Range<Int>) {
      let prefix = bytes.matches("operation.", at: key.lowerBound, before: key.upperBound) ? 10 : 0
      guard key.count - prefix <= 22 else { return nil }
      self.init(rawValue: bytes.string(key.lowerBound + prefix, key.upperBound))
    }
  }
}
