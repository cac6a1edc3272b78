/// One execution of a plugin, as a `plugins.execute` span tells it.
package struct PluginObservation: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case success
    /// The plugin ran and said `success=false`.
    case failure
    /// The span's status is an error, or an exception was recorded; wins over the other two.
    case error
  }

  /// Bytes of a label; what is longer is cut.
  static let maximumLabelLength = 200

  package private(set) var plugin = ""
  package private(set) var version = ""
  package private(set) var category = ""
  package private(set) var outcome = Outcome.success
  /// From the span's start to its end; 0 when the end is before the start.
  package private(set) var seconds = 0.0
  /// Whether the span says that it is a step of the guard-rails.
  package private(set) var isGuardRail = false

  static func isExecution(_ bytes: RawSpan, _ name: Range<Int>) -> Bool {
    name.count == 15 && bytes.matches("plugins.execute", at: name.lowerBound, before: name.upperBound)
  }

  /// Reads a span that has been validated. Labels go through `scrubber`.
  init(_ bytes: RawSpan, _ span: WireField, _ scrubber: inout Scrubber) throws(WireError) {
    var start: UInt64 = 0
    var end: UInt64 = 0
    var reader = WireReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() {
      switch (field.number, field.wireType) {
      case (7, .fixed64): start = bytes.word(field.low)
      case (8, .fixed64): end = bytes.word(field.low)
      case (9, .lengthDelimited): try readAttribute(bytes, field, &scrubber)
      case (11, .lengthDelimited): try readEvent(bytes, field)
      case (15, .lengthDelimited): try readStatus(bytes, field)
      default: continue
      }
    }
    seconds = end > start ? Double(end - start) / 1e9 : 0
  }

  private mutating func readAttribute(
    _ bytes: RawSpan, _ field: WireField, _ scrubber: inout Scrubber
  ) throws(WireError) {
    let parts = try AttributeParts(bytes, field, depth: 4)
    guard let value = parts.value else { return }
    // The toolkit itself spells them `operation.plugin` and so on.
    let prefix = bytes.matches("operation.", at: parts.keyStart, before: parts.keyEnd) ? 10 : 0
    switch bytes.string(parts.keyStart + prefix, parts.keyEnd) {
    case "plugin": plugin = Self.label(bytes, value, &scrubber)
    case "version": version = Self.label(bytes, value, &scrubber)
    case "category": category = Self.label(bytes, value, &scrubber)
    case "success" where outcome == .success && Self.isFalse(bytes, value): outcome = .failure
    case "hephaestus.guard_rails": isGuardRail = !Self.isFalse(bytes, value)
    default: return
    }
  }

  private mutating func readEvent(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var reader = WireReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      if part.number == 2, part.wireType == .lengthDelimited, part.high - part.low == 9,
        bytes.matches("exception", at: part.low, before: part.high)
      {
        outcome = .error
      }
    }
  }

  private mutating func readStatus(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    var reader = WireReader(bytes, field.low, field.high, depth: 4)
    while let part = try reader.next() {
      if part.number == 3, part.wireType == .varint, bytes.varint(part.low, part.high) == 2 {
        outcome = .error
      }
    }
  }

  private static func label(
    _ bytes: RawSpan, _ value: (low: Int, high: Int), _ scrubber: inout Scrubber
  ) -> String {
    switch scrubber.scrub(bytes, value.low, value.high, place: .stream) {
    case .unchanged: bytes.string(value.low, min(value.high, value.low + maximumLabelLength))
    case .changed: String(decoding: scrubber.text, as: UTF8.self)
    case .invalidUTF8: ""
    }
  }

  /// `false` as a boolean or as a text in any case.
  private static func isFalse(_ bytes: RawSpan, _ value: (low: Int, high: Int)) -> Bool {
    let isBoolean = value.high - value.low == 2 && bytes.byte(value.low) == 0x10
    if isBoolean { return bytes.byte(value.low + 1) == 0 }
    return value.high - value.low == 5
      && bytes.matchesIgnoringCase("false", at: value.low, before: value.high)
  }
}
