extension ValueType where Value == String {
  /// An attribute key, or `prefix.*` for all below it.
  package static let keyEntry: Self = {
    let text = ValueType.text("an attribute key such as `http.route`, or `prefix.*`", maxBytes: 256)
    return ValueType(
      .string(pattern: #"(?:[^*$\x00-\x1F\x7F-\x9F]|\$\$|\$(?![${])){1,256}(?:\.\*)?"#),
      text.expectation,
      decode: { (scalar) throws(ValueProblem) in
        let entry = try text.decode(scalar)
        let key = entry.hasSuffix(".*") ? entry.dropLast(2) : entry[...]
        guard !key.isEmpty else { throw ValueProblem(hint: "it would be about every key") }
        guard !key.contains("*") else {
          let stem = entry.hasSuffix("*") ? entry.dropLast() : ""
          let isCertain = !stem.isEmpty && !stem.contains("*")
          throw ValueProblem(
            hint: "`*` stands only at the end, after a point", suggestion: isCertain ? "\(stem).*" : nil)
        }
        return entry
      },
      format: { $0 })
  }()

  /// What stands for a text that goes: nothing that a detector or the rules for metric labels might take for
  /// something else.
  package static let replacement: Self = ValueType(
    .symbols(pattern: #"[A-Za-z_\-\[\]<>*#.]{1,19}"#),
    "1 to 19 letters or characters out of `_ - [ ] < > * # .`",
    decode: { (scalar) throws(ValueProblem) in
      let text = scalar.text
      guard text.utf8.allSatisfy(isReplacementByte) else {
        let hasDigit = text.utf8.contains { (48...57).contains($0) }
        throw ValueProblem(hint: hasDigit ? "with digits it could look like a credential itself" : nil)
      }
      guard (1...19).contains(text.utf8.count) else {
        throw ValueProblem(
          .outOfRange, hint: text.isEmpty ? "it is empty" : "a longer one could look like a credential itself"
        )
      }
      return text
    },
    format: { $0 })

  private static func isReplacementByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: "_-[]<>*#.".utf8.contains(byte)
    }
  }
}
