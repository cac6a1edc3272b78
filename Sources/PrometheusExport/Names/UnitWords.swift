/// A unit of the UCUM as words for a metric name: `By/s` as `bytes` and `per_second`.
struct UnitWords {
  /// Empty when there is none.
  private(set) var main = ""
  /// With its `per_`; empty when there is none.
  private(set) var per = ""
  /// Whether the unit is `1`.
  let isOne: Bool

  /// The longest unit that is looked at, in bytes.
  private static let longest = 255

  /// Annotations such as `{requests}` are no words, nor is a unit of more than 255 bytes.
  init(_ unit: String) {
    isOne = unit == "1"
    guard unit.utf8.count <= Self.longest else { return }
    let parts = unit.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    main = Self.word(parts[0], Self.units)
    if parts.count > 1 {
      let word = Self.word(parts[1], Self.divisors)
      if !word.isEmpty { per = "per_" + word }
    }
  }

  /// As the words stand in a name.
  func text(escaped isEscaped: Bool) -> String {
    let words = isEscaped ? [Self.escaped(main), Self.escaped(per)] : [main, per]
    return words.filter { !$0.isEmpty }.joined(separator: "_")
  }

  /// Without what a name cannot have.
  static func escaped(_ word: String) -> String {
    word.unicodeScalars.split { !$0.isNamePart }.map { String($0) }.joined(separator: "_")
  }

  private static func word(_ unit: Substring, _ words: [String: String]) -> String {
    let unit = String(unit.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    guard !unit.contains(where: { $0 == "{" || $0 == "}" }) else { return "" }
    return words[unit] ?? unit
  }

  private static let units = [
    "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds", "us": "microseconds",
    "ns": "nanoseconds",
    "By": "bytes", "KiBy": "kibibytes", "MiBy": "mebibytes", "GiBy": "gibibytes", "TiBy": "tibibytes",
    "kBy": "kilobytes", "KBy": "kilobytes", "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes",
    "m": "meters", "V": "volts", "A": "amperes", "J": "joules", "W": "watts", "g": "grams",
    "Cel": "celsius", "Hz": "hertz", "%": "percent", "1": "",
  ]

  private static let divisors = [
    "s": "second", "m": "minute", "min": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month",
    "y": "year",
  ]
}
