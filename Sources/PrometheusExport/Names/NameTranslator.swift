/// Turns OTLP's names into Prometheus' as one of its translation strategies says, the way that Prometheus' own
/// translator does.
package struct NameTranslator: Sendable, Equatable {
  /// As in Prometheus' `translation_strategy`.
  package enum Strategy: String, Sendable, CaseIterable {
    case underscoreEscapingWithSuffixes = "UnderscoreEscapingWithSuffixes"
    case underscoreEscapingWithoutSuffixes = "UnderscoreEscapingWithoutSuffixes"
    case noUTF8EscapingWithSuffixes = "NoUTF8EscapingWithSuffixes"
    case noTranslation = "NoTranslation"

    var escapes: Bool {
      self == .underscoreEscapingWithSuffixes || self == .underscoreEscapingWithoutSuffixes
    }
  }

  package struct MetricName: Sendable, Hashable {
    package var name: String
    /// The unit as it is spelled in names, such as `seconds`; empty when there is none.
    package var unit: String

    package init(_ name: String, unit: String) {
      self.name = name
      self.unit = unit
    }
  }

  /// The longest name and key that are taken, in bytes of UTF-8. Longer ones are not cut, since two metrics
  /// must never become one.
  package static let longestName = 1024

  package let strategy: Strategy

  package init(_ strategy: Strategy = .underscoreEscapingWithSuffixes) { self.strategy = strategy }

  /// The name of a metric of that OTLP name and unit; nil when nothing of the name would be left, and for
  /// one of more than 1,024 bytes.
  ///
  /// With suffixes, unit words that the name does not have anywhere are appended, then `_total` for a counter
  /// and `_ratio` for a gauge of unit `1`; `total` and `ratio` elsewhere in the name move there.
  package func metric(_ name: String, unit: String, kind: MetricFamily.Kind) -> MetricName? {
    guard name.utf8.count <= Self.longestName else { return nil }
    let words = UnitWords(unit)
    let spelled = kind == .gauge && words.isOne ? "ratio" : words.text(escaped: strategy.escapes)
    let translated =
      switch strategy {
      case .underscoreEscapingWithSuffixes: suffixed(name, words, kind)
      case .underscoreEscapingWithoutSuffixes: escaped(name)
      case .noUTF8EscapingWithSuffixes: kept(name, words, kind)
      case .noTranslation: name
      }
    guard translated.utf8.contains(where: { $0 != UInt8(ascii: "_") }) else { return nil }
    return MetricName(translated, unit: spelled)
  }

  /// The name of the label for an attribute; nil when nothing of the key would be left, for one of more than
  /// 1,024 bytes, and for `__name__`, with which a sender could rename the metric.
  package func label(_ key: String) -> String? {
    guard key.utf8.count <= Self.longestName else { return nil }
    let name = strategy.escapes ? LabelName.escaped(key) : key
    guard name.utf8.contains(where: { $0 != UInt8(ascii: "_") }), name != "__name__" else { return nil }
    return name
  }

  // MARK: Strategies

  private func suffixed(_ name: String, _ unit: UnitWords, _ kind: MetricFamily.Kind) -> String {
    var words = name.unicodeScalars.split { !$0.isNamePart }.map { String($0) }
    let main = UnitWords.escaped(unit.main)
    let per = UnitWords.escaped(unit.per)
    if !main.isEmpty, !words.contains(main) { words.append(main) }
    if !per.isEmpty, !words.contains(per) { words.append(per) }
    if kind == .counter { Self.move("total", toEndOf: &words) }
    if kind == .gauge, unit.isOne { Self.move("ratio", toEndOf: &words) }
    return Self.startingRight(words.joined(separator: "_"))
  }

  private static func move(_ word: String, toEndOf words: inout [String]) {
    words.removeAll { $0 == word }
    words.append(word)
  }

  private func escaped(_ name: String) -> String {
    let parts = name.unicodeScalars.split { !$0.isNamePart && $0 != "_" }
    return Self.startingRight(parts.map { String($0) }.joined(separator: "_"))
  }

  private func kept(_ name: String, _ unit: UnitWords, _ kind: MetricFamily.Kind) -> String {
    guard !name.isEmpty else { return "" }
    var name = name
    let isRatio = kind == .gauge && unit.isOne
    if isRatio { Self.trim("ratio", endOf: &name) }
    if kind == .counter { Self.trim("total", endOf: &name) }
    if !unit.per.isEmpty { Self.trim(unit.per, endOf: &name) }
    if !unit.main.isEmpty, !name.hasSuffix(unit.main) { name += "_" + unit.main }
    if !unit.per.isEmpty { name += "_" + unit.per }
    if kind == .counter { name += "_total" }
    if isRatio { name += "_ratio" }
    return name
  }

  /// Takes off a word and the delimiter before it; `subtotal` does not end in the word `total`.
  private static func trim(_ word: String, endOf name: inout String) {
    guard name.hasSuffix(word) else { return }
    let rest = name.unicodeScalars.dropLast(word.unicodeScalars.count)
    guard rest.count > 1, let delimiter = rest.last, !delimiter.isNamePart, delimiter.isASCII else { return }
    name = String(rest.dropLast())
  }

  private static func startingRight(_ name: String) -> String {
    name.unicodeScalars.first.map { ("0"..."9").contains($0) } ?? false ? "_" + name : name
  }
}

extension Unicode.Scalar {
  /// What stays in an escaped metric name, but for `_`.
  var isNamePart: Bool {
    switch self {
    case "a"..."z", "A"..."Z", "0"..."9", ":": true
    default: false
    }
  }
}
