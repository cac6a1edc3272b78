extension ValueType where Value == Duration {
  /// `200ms`, `5s`, `1m30s`; from the environment whole milliseconds, with 0 for no limit, which is the
  /// upper end of the range: an attempt without any end would hold its connection for ever.
  package static func duration(_ range: ClosedRange<Duration>) -> Self {
    let (low, high) = (DurationText.format(range.lowerBound), DurationText.format(range.upperBound))
    let check: @Sendable (Duration) throws(ValueProblem) -> Duration = { (value) throws(ValueProblem) in
      guard range.contains(value) else { throw ValueProblem(.outOfRange) }
      return value
    }
    return ValueType(
      .duration(range), "a duration with a unit, such as `200ms`, `5s` or `1m30s`, from \(low) to \(high)",
      decode: { (scalar) throws(ValueProblem) in try check(try DurationText.parse(scalar.text)) },
      decodeEnvironment: { (scalar) throws(ValueProblem) in
        guard let milliseconds = UInt32(scalar.text), scalar.text.first != "+" else { throw ValueProblem() }
        return milliseconds == 0 ? range.upperBound : try check(.milliseconds(Int64(milliseconds)))
      },
      environmentExpectation:
        "whole milliseconds up to \(range.upperBound.components.seconds * 1000), 0 for no limit",
      format: DurationText.format)
  }
}

/// When to stop trying.
package enum GiveUp: Sendable, Equatable {
  case never
  case after(Duration)
}

extension ValueType where Value == GiveUp {
  package static func giveUp(_ range: ClosedRange<Duration>) -> Self {
    let duration = ValueType<Duration>.duration(range)
    return ValueType(
      .word("never", or: duration.kind), "`never` or " + duration.expectation,
      decode: { (scalar) throws(ValueProblem) in
        scalar.text == "never" ? .never : .after(try duration.decode(scalar))
      },
      format: { value in
        switch value {
        case .never: "never"
        case .after(let duration): DurationText.format(duration)
        }
      })
  }
}

/// Durations as text: numbers with units, largest first by habit, added up.
package enum DurationText {
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
  ]

  package static func parse(_ text: String) throws(ValueProblem) -> Duration {
    guard !text.isEmpty, text.utf8.count <= 64 else { throw ValueProblem() }
    if text.utf8.allSatisfy({ (48...57).contains($0) }) {
      throw ValueProblem(hint: "it has no unit", suggestion: "\(text)s")
    }
    var rest = text[...]
    var nanoseconds = 0.0
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      let unit = rest.dropFirst(number.count).prefix { !($0.isASCII && $0.isNumber || $0 == ".") }
      guard let count = DecimalText.parse(number) else {
        throw ValueProblem(hint: PlainWords.whyNotNumber(text))
      }
      guard let known = units.first(where: { $0.name == unit }) else {
        let hint = unit.first == " " ? "no space before the unit" : "the units are ns, us, ms, s, m and h"
        throw ValueProblem(hint: PlainWords.whyNotNumber(text) ?? hint)
      }
      nanoseconds += count * known.nanoseconds
      rest = rest.dropFirst(number.count + unit.count)
    }
    guard nanoseconds < 9e18 else { throw ValueProblem(.outOfRange) }
    return .nanoseconds(Int64(nanoseconds.rounded()))
  }

  /// The shortest exact form: `1m30s`, `200ms`, `1h`.
  package static func format(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    var text = ""
    for (unit, size) in [("h", Int64(3600)), ("m", 60), ("s", 1)] {
      let count = unit == "h" ? seconds / size : seconds % (size * 60) / size
      if count > 0 { text += "\(count)\(unit)" }
    }
    let nanoseconds = attoseconds / 1_000_000_000
    for (unit, size) in [("ms", Int64(1_000_000)), ("us", 1000), ("ns", 1)] {
      let count = nanoseconds % (size * 1000) / size
      if count > 0 { text += "\(count)\(unit)" }
    }
    return text.isEmpty ? "0s" : text
  }
}
