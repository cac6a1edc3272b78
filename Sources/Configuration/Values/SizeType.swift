extension ValueType where Value == Int {
  /// A number of bytes with a unit: `16MiB`, `2MB`.
  package static func size(_ range: ClosedRange<Int>) -> Self {
    let (low, high) = (SizeText.format(range.lowerBound), SizeText.format(range.upperBound))
    return ValueType(
      .size(range), "a size with a unit, such as `64KiB`, `16MiB` or `2MB`, from \(low) to \(high)",
      decode: { (scalar) throws(ValueProblem) in
        let value = try SizeText.parse(scalar.text, in: range)
        guard range.contains(value) else { throw ValueProblem(.outOfRange) }
        return value
      },
      format: SizeText.format)
  }
}

/// Sizes as text: a number and a unit, decimal (kB, MB) or binary (KiB, MiB).
package enum SizeText {
  private static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("KB", 1000), ("B", 1),
  ]

  /// What a text says in bytes; a suggestion where it has no unit is within `range`.
  package static func parse(_ text: String, in range: ClosedRange<Int>) throws(ValueProblem) -> Int {
    let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }
    guard let count = DecimalText.parse(number) else {
      throw ValueProblem(hint: PlainWords.whyNotNumber(text))
    }
    guard let known = units.first(where: { $0.name == unit }) else {
      if unit.isEmpty {
        throw ValueProblem(hint: "it has no unit", suggestion: withUnit(count, number, in: range))
      }
      if let hint = PlainWords.whyNotNumber(text) { throw ValueProblem(hint: hint) }
      let letter = unit.first.map { String($0).uppercased() } ?? ""
      let meant = ["K", "M", "G", "T"].contains(letter) ? "\(number)\(letter)iB" : nil
      throw ValueProblem(hint: "the units are B, kB, MB, GB, TB, KiB, MiB, GiB and TiB", suggestion: meant)
    }
    let bytes = count * Double(known.bytes)
    guard bytes < 9e18 else { throw ValueProblem(.outOfRange) }
    return Int(bytes.rounded())
  }

  /// What a number without a unit stands for elsewhere, bytes; where so few bytes are no possible value,
  /// mebibytes.
  private static func withUnit(_ count: Double, _ number: Substring, in range: ClosedRange<Int>) -> String? {
    if let bytes = Int(exactly: count), range.contains(bytes) { return format(bytes) }
    guard let bytes = Int(exactly: count * Double(1 << 20)), range.contains(bytes) else { return nil }
    return "\(number)MiB"
  }

  /// The largest unit that says it exactly, binary before decimal.
  package static func format(_ bytes: Int) -> String {
    guard bytes > 0, let unit = units.first(where: { bytes % $0.bytes == 0 }) else { return "\(bytes)B" }
    return "\(bytes / unit.bytes)\(unit.name)"
  }
}
