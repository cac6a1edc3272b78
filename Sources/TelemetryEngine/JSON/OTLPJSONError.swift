/// Text that is no OTLP/JSON request, and where that showed.
package struct OTLPJSONError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    /// Something else stands where only this may.
    case expected(Expectation)
    /// A string holds a byte below 0x20.
    case controlCharacter
    /// A backslash that no escape of JSON begins with.
    case invalidEscape
    /// An escaped half of a surrogate pair without the other half.
    case loneSurrogate
    /// A string is not UTF-8.
    case invalidUTF8
    /// An integer that its field has no room for, or a number past the range of doubles.
    case outOfRange
    /// A number of more digits than any double needs.
    case numberTooLong
    /// `null` as an element of a repeated field.
    case nullElement
    /// A key that the same object has had.
    case repeatedKey
    /// A second member of a oneof, of which a message has one.
    case secondChoice
    /// Messages nested more than 100 deep, or unknown values more than twice that.
    case nestedTooDeeply
  }

  package enum Expectation: Sendable, Equatable {
    case value, object, array, key, colon, commaOrBrace, commaOrBracket, endOfDocument, lineEnd
    case digit, endOfString
    case string, boolean, integer, enumeration, number, hexadecimal, base64
  }

  package let reason: Reason
  /// The offset into the bytes that were given: of the byte at fault, or of the value or key that is.
  package let offset: Int
  /// Whether the bytes end there.
  package let isAtEnd: Bool

  package init(_ reason: Reason, at offset: Int, isAtEnd: Bool = false) {
    self.reason = reason
    self.offset = offset
    self.isAtEnd = isAtEnd
  }

  /// What is wrong, for the sender, in English; says nothing of the content.
  package var message: String {
    switch reason {
    case .expected(let what): "expected \(what.message)" + (isAtEnd ? ", but the text ends there" : "")
    case .controlCharacter: "a control character in a string is not escaped"
    case .invalidEscape: "a backslash in a string begins no escape of JSON"
    case .loneSurrogate: "an escaped surrogate in a string has no other half"
    case .invalidUTF8: "a string is not UTF-8"
    case .outOfRange: "a number does not fit its field"
    case .numberTooLong: "a number has more than \(JSONDecimal.maximumLength) characters"
    case .nullElement: "an element of a list is null"
    case .repeatedKey: "an object has a key twice"
    case .secondChoice: "an object has two keys of which it may have one"
    case .nestedTooDeeply: "values are nested too deeply"
    }
  }

  package var description: String { "malformed OTLP/JSON at byte \(offset): \(message)" }
}

extension OTLPJSONError.Expectation {
  fileprivate var message: String {
    switch self {
    case .value: "a value"
    case .object: "an object"
    case .array: "a list"
    case .key: "a key in double quotes"
    case .colon: "a colon behind the key"
    case .commaOrBrace: "a comma or a closing brace"
    case .commaOrBracket: "a comma or a closing bracket"
    case .endOfDocument: "nothing more"
    case .lineEnd: "a line end behind the request"
    case .digit: "a digit"
    case .endOfString: "the end of the string"
    case .string: "a string"
    case .boolean: "true or false"
    case .integer: "an integer, as a number or in a string"
    case .enumeration: "an integer, which is how OTLP/JSON writes enumerations"
    case .number: "a number, or \"NaN\", \"Infinity\" or \"-Infinity\""
    case .hexadecimal: "an even number of hexadecimal digits in a string"
    case .base64: "base64 in a string"
    }
  }
}
