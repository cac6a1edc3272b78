extension ValueType where Value == Double {
  /// So many a second, as `1000/s`, `60/m` or `1/h`.
  package static let rate = ValueType(
    .rate,
    "a number with the time it is counted in, such as `1000/s`, `60/m` or `1/h`, from 1/h to 1000000000/s",
    decode: { (scalar) throws(ValueProblem) in
      let value = try RateText.parse(scalar.text)
      guard (1 / 3600...1e9).contains(value) else { throw ValueProblem(.outOfRange) }
      return value
    },
    format: RateText.format)
}

/// Rates as text: a number, a slash, and a second, a minute or an hour.
enum RateText {
  private static let units: [(name: String, seconds: Double)] = [("s", 1), ("m", 60), ("h", 3600)]
  private static let words = [
    "sec": "s", "second": "s", "min": "m", "minute": "m", "hr": "h", "hour": "h",
  ]

  /// What a text says, a second.
  static func parse(_ text: String) throws(ValueProblem) -> Double {
    let number = text.prefix { $0 != "/" }
    guard number.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
      let count = DecimalText.parse(number)
    else { throw ValueProblem(hint: PlainWords.whyNotNumber(text)) }
    if number.count == text.count {
      throw ValueProblem(hint: "it does not say in what time", suggestion: "\(text)/s")
    }
    let unit = String(text.dropFirst(number.count + 1))
    guard let known = units.first(where: { $0.name == unit }) else {
      let meant = words[unit.lowercased().trimmed.description]
      throw ValueProblem(
        hint: "after the `/` comes s, m or h", suggestion: meant.map { "\(number)/\($0)" },
        isCertain: meant != nil)
    }
    return count / known.seconds
  }

  /// The unit in which it is a whole number, else seconds.
  static func format(_ rate: Double) -> String {
    for unit in units {
      let count = (rate * unit.seconds).rounded()
      if count >= 1, count < 1e15, count / unit.seconds == rate { return "\(Int(count))/\(unit.name)" }
    }
    return "\(rate)/s"
  }
}
