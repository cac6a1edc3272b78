/// A scalar on its way into a setting: `${…}` are substituted, the type is still open.
package struct ScalarText: Sendable, Equatable {
  package var text: String
  /// Whether it stands without quotes.
  package var isPlain: Bool

  package init(_ text: String, isPlain: Bool = true) {
    self.text = text
    self.isPlain = isPlain
  }
}

/// Why a text is not a value of a type. Holds nothing of the text itself except in `suggestion`, so that
/// a secret cannot leak through it.
package struct ValueProblem: Error, Sendable, Equatable {
  package var code: DiagnosticCode
  package var hint: String?
  package var suggestion: String?
  /// Whether nothing else than the suggestion can have been meant.
  package var isCertain: Bool
  /// Which element of a list it is about.
  package var element: Int?
  /// Where in the text it is, in Unicode scalars; nil if it is about the whole.
  package var offset: Int?

  package init(
    _ code: DiagnosticCode = .wrongType, hint: String? = nil, suggestion: String? = nil,
    isCertain: Bool = false
  ) {
    self.code = code
    self.hint = hint
    self.suggestion = suggestion
    self.isCertain = isCertain
  }
}

/// What the type of a setting is called outside: by the JSON Schema, the reference page, the editor.
package indirect enum ValueKind: Sendable, Equatable {
  case boolean, ratio, number, rate, endpoint, hostPort
  /// A text; `pattern` is an ECMA-262 regular expression for the whole of it, without anchors.
  case string(pattern: String?)
  /// A text of a form that no number and no word has; `pattern` likewise.
  case form(pattern: String)
  /// A text of a form that a word such as `true` may have, and no number.
  case symbols(pattern: String)
  case integer(ClosedRange<Int>)
  case size(ClosedRange<Int>)
  case duration(ClosedRange<Duration>)
  case choice([String])
  /// A word that means something of its own, such as `never`, or a value of the kind.
  case word(String, or: ValueKind)

  static let text = ValueKind.string(pattern: nil)

  /// One line of text of so many characters (the loader counts bytes), where `$` before `{` is doubled.
  static func line(_ length: ClosedRange<Int>) -> ValueKind {
    .string(
      pattern:
        #"(?:[^$\x00-\x1F\x7F-\x9F]|\$\$|\$(?![${])){\#(length.lowerBound),\#(length.upperBound)}"#)
  }
}

/// A type of the schema: how a text becomes a value, how a value is written, and how a message says what
/// is accepted.
package struct ValueType<Value: Sendable>: Sendable {
  package typealias Decode = @Sendable (ScalarText) throws(ValueProblem) -> Value

  package var kind: ValueKind
  /// Ends the sentence "must be …", with unit and range.
  package var expectation: String
  package var decode: Decode
  /// The rules of environment variables, where OpenTelemetry's differ: milliseconds without a unit,
  /// words in any case.
  package var decodeEnvironment: Decode
  package var environmentExpectation: String
  package var format: @Sendable (Value) -> String
  /// What `format` says of a value that is left open: words that are no value.
  package private(set) var absentText: String?

  package init(
    _ kind: ValueKind, _ expectation: String, decode: @escaping Decode, decodeEnvironment: Decode? = nil,
    environmentExpectation: String? = nil, format: @escaping @Sendable (Value) -> String
  ) {
    self.kind = kind
    self.expectation = expectation
    self.decode = decode
    self.decodeEnvironment = decodeEnvironment ?? decode
    self.environmentExpectation = environmentExpectation ?? expectation
    self.format = format
  }

  /// The same, for a setting that may also be left open; `absent` is how open is written.
  func optional(absent: String) -> ValueType<Value?> {
    let (decode, decodeEnvironment, format) = (decode, decodeEnvironment, format)
    var type = ValueType<Value?>(
      kind, expectation,
      decode: { (text) throws(ValueProblem) in try decode(text) },
      decodeEnvironment: { (text) throws(ValueProblem) in try decodeEnvironment(text) },
      environmentExpectation: environmentExpectation,
      format: { value in value.map(format) ?? absent })
    type.absentText = absent
    return type
  }
}
