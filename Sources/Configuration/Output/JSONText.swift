/// A JSON value (RFC 8259) that keeps the order of its keys, for output that people and tools both read.
package indirect enum JSONText: Sendable, Equatable {
  case object([Member])
  case array([JSONText])
  case string(String)
  case integer(Int)
  /// JSON has no NaN and no infinities: they are written as `null`.
  case number(Double)
  case bool(Bool)
  case null

  /// One `"key": value` of an object.
  package struct Member: Sendable, Equatable {
    package var key: String
    package var value: JSONText

    package init(_ key: String, _ value: JSONText) {
      self.key = key
      self.value = value
    }
  }

  /// The string, or `null`.
  package init(_ text: String?) { self = text.map(Self.string) ?? .null }

  /// The integer, or `null`.
  package init(_ number: Int?) { self = number.map(Self.integer) ?? .null }

  /// An object without the members that have no value.
  package static func object(present members: [(String, JSONText?)]) -> JSONText {
    .object(members.compactMap { key, value in value.map { Member(key, $0) } })
  }
}

extension JSONText: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSONText...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONText)...) {
    self = .object(elements.map { Member($0, $1) })
  }
}
