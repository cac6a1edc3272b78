extension ValueType where Value == Bool {
  /// `true` or `false`; from the environment in any case, as the OpenTelemetry specification has it.
  package static let boolean = ValueType(
    .boolean, "`true` or `false`", decode: decodeBoolean,
    decodeEnvironment: { (scalar) throws(ValueProblem) in
      switch scalar.text.lowercased() {
      case "true": true
      case "false": false
      default: throw ValueProblem()
      }
    },
    format: { String($0) })

  private static func decodeBoolean(_ scalar: ScalarText) throws(ValueProblem) -> Bool {
    switch scalar.text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default:
      let word = scalar.text.lowercased()
      guard PlainWords.isOldBoolean(word) else { throw ValueProblem() }
      let isTrue = ["yes", "on", "y"].contains(word)
      throw ValueProblem(
        hint: "YAML 1.2 reads that word as text", suggestion: isTrue ? "true" : "false", isCertain: true)
    }
  }
}

extension ValueType where Value == Int {
  /// A whole number: decimal, `0x…` or `0o…`; from the environment digits alone, which is what every
  /// program that shares the variable reads alike.
  package static func integer(_ range: ClosedRange<Int>) -> Self {
    let check: @Sendable (Int) throws(ValueProblem) -> Int = { (value) throws(ValueProblem) in
      guard range.contains(value) else { throw ValueProblem(.outOfRange) }
      return value
    }
    return ValueType(
      .integer(range), "a whole number from \(range.lowerBound) to \(range.upperBound)",
      decode: { (scalar) throws(ValueProblem) in try check(try parse(scalar.text)) },
      decodeEnvironment: { (scalar) throws(ValueProblem) in
        guard scalar.text.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(scalar.text) else {
          throw ValueProblem()
        }
        return try check(value)
      },
      format: { String($0) })
  }

  private static func parse(_ text: String) throws(ValueProblem) -> Int {
    let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
    let isDecimal = !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
    if isDecimal {
      guard digits.count == 1 || digits.first != "0" else {
        throw ValueProblem(hint: "a leading zero is octal in YAML 1.1 and decimal in 1.2; write it without")
      }
      guard let value = Int(text) else { throw ValueProblem(.outOfRange) }
      return value
    }
    if text.hasPrefix("0x"), let value = Int(text.dropFirst(2), radix: 16), value >= 0 { return value }
    if text.hasPrefix("0o"), let value = Int(text.dropFirst(2), radix: 8), value >= 0 { return value }
    throw ValueProblem(
      hint: PlainWords.whyNotNumber(text) ?? (DecimalText.parse(text) == nil ? nil : "it must be whole"))
  }
}

extension ValueType where Value == Double {
  /// A share from 0 to 1.
  package static let ratio = ValueType(
    .ratio, "a number from 0.0 to 1.0",
    decode: { (scalar) throws(ValueProblem) in
      if scalar.text.last == "%", let percent = DecimalText.parse(scalar.text.dropLast()) {
        throw ValueProblem(
          hint: "a ratio has no percent sign", suggestion: "\(percent / 100)",
          isCertain: (0...100).contains(percent))
      }
      let value = try number(scalar.text)
      guard (0...1).contains(value) else { throw ValueProblem(.outOfRange) }
      return value
    },
    decodeEnvironment: { (scalar) throws(ValueProblem) in
      guard let value = DecimalText.parse(scalar.text) else { throw ValueProblem() }
      guard (0...1).contains(value) else { throw ValueProblem(.outOfRange) }
      return value
    },
    format: { "\($0)" })

  /// A finite number greater than 0.
  package static let positiveNumber = ValueType(
    .number, "a number greater than 0",
    decode: { (scalar) throws(ValueProblem) in
      let value = try number(scalar.text)
      guard value > 0 else { throw ValueProblem(.outOfRange) }
      return value
    },
    format: { "\($0)" })

  private static func number(_ text: String) throws(ValueProblem) -> Double {
    guard let value = DecimalText.parse(text) else {
      throw ValueProblem(hint: PlainWords.whyNotNumber(text))
    }
    return value
  }
}

/// Decimal numbers as people write them: no hexadecimal, no `inf`, no `nan`.
enum DecimalText {
  static func parse(_ text: some StringProtocol) -> Double? {
    guard text.utf8.count <= 64, text.utf8.contains(where: { (48...57).contains($0) }),
      text.utf8.allSatisfy({ (48...57).contains($0) || ".eE+-".utf8.contains($0) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}

extension ValueType where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// One of the words of an enumeration; from the environment in any case.
  package static func choice() -> Self {
    let words = Value.allCases.map(\.rawValue)
    return ValueType(
      .choice(words), expectation(words),
      decode: { (scalar) throws(ValueProblem) in
        guard let value = Value(rawValue: scalar.text) else {
          throw ValueProblem(
            suggestion: Suggestion.nearest(to: scalar.text, among: words),
            isCertain: Suggestion.certain(for: scalar.text, among: words) != nil)
        }
        return value
      },
      decodeEnvironment: { (scalar) throws(ValueProblem) in
        guard let value = Value(rawValue: scalar.text.lowercased()) else {
          throw ValueProblem(suggestion: Suggestion.nearest(to: scalar.text, among: words))
        }
        return value
      },
      format: { $0.rawValue })
  }

  private static func expectation(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
    return quoted.dropLast().joined(separator: ", ") + " or " + last
  }
}

extension ValueType where Value == String {
  /// One line of text. A number or a version is text here as it stands.
  package static func text(_ expectation: String, maxBytes: Int = 4096, mayBeEmpty: Bool = false) -> Self {
    ValueType(
      .line((mayBeEmpty ? 0 : 1)...maxBytes), expectation,
      decode: { (scalar) throws(ValueProblem) in
        guard mayBeEmpty || !scalar.text.isEmpty else { throw ValueProblem(hint: "it is empty") }
        guard scalar.text.utf8.count <= maxBytes else {
          throw ValueProblem(.outOfRange, hint: "it is longer than \(maxBytes) bytes")
        }
        guard !scalar.text.unicodeScalars.dropLast().contains("\n") else {
          throw ValueProblem(hint: "it has more than one line")
        }
        guard scalar.text.unicodeScalars.last != "\n" else {
          throw ValueProblem(hint: "it ends with a line end; after `|` or `>` write `-` to leave that out")
        }
        guard !scalar.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
          throw ValueProblem(hint: "it holds a control character")
        }
        return scalar.text
      },
      format: { $0 })
  }

  /// The path of an HTTP resource.
  package static let urlPath = ValueType(
    .form(pattern: #"/(?:[!"%->@-~]|\$\$|\$(?![${]))*"#), "a path that begins with `/`",
    decode: { (scalar) throws(ValueProblem) in
      guard scalar.text.hasPrefix("/") else {
        throw ValueProblem(suggestion: "/" + scalar.text, isCertain: true)
      }
      guard scalar.text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3F && $0 != 0x23 }) else {
        throw ValueProblem(hint: "no spaces, no `?` and no `#`")
      }
      return scalar.text
    },
    format: { $0 })

  /// A host name or address to listen at.
  package static let host = ValueType(
    .string(pattern: HostText.pattern), "a host name or an IP address without port",
    decode: { (scalar) throws(ValueProblem) in
      let text = scalar.text
      let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
      let bare = isBracketed ? String(text.dropFirst().dropLast()) : text
      guard HostText.isValid(bare), !isBracketed || bare.contains(":") else { throw ValueProblem() }
      return bare
    },
    format: { $0 })
}

extension ValueType where Value == GatewayConfiguration.Secret {
  /// A credential of at least `minBytes`.
  package static func secret(minBytes: Int) -> Self {
    ValueType(
      .string(pattern: #"[\x00-\x7F]{\#(minBytes),}|[\x00-\x7F]*[^\x00-\x7F][\s\S]*"#),
      "a text of at least \(minBytes) bytes",
      decode: { (scalar) throws(ValueProblem) in
        guard scalar.text.utf8.count >= minBytes else { throw ValueProblem(.outOfRange) }
        return GatewayConfiguration.Secret(scalar.text)
      },
      format: { _ in "[secret]" })
  }
}
