/// What stands for what a pattern matches: text in which `$0` is the match and `$1` to `$9` are its groups. A
/// `$` before anything else, or before another one, is itself.
struct ReplacementTemplate: Sendable, Equatable {
  private enum Part: Equatable {
    case text(String)
    case group(Int)
  }

  private var parts: [Part] = []

  init(_ text: String) {
    var literal = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "$", let next = rest.first else {
        literal.append(character)
        continue
      }
      if let group = next.isASCII ? next.wholeNumberValue : nil {
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = ""
        parts.append(.group(group))
        rest.removeFirst()
      } else {
        literal.append(character)
        if next == "$" { rest.removeFirst() }
      }
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
  }

  /// With every `$` that is itself doubled.
  var text: String {
    parts.map { part in
      switch part {
      case .text(let text):
        text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$")
      case .group(let number): "$\(number)"
      }
    }.joined()
  }

  /// The highest number of a group in it; nil where it is text alone.
  var highestGroup: Int? {
    parts.compactMap { if case .group(let number) = $0 { number } else { nil } }.max()
  }

  /// What comes out whatever matched; nil where that depends on the match.
  var literal: String? {
    switch (parts.first, parts.count) {
    case (nil, _): ""
    case (.text(let text), 1): text
    default: nil
    }
  }
}

extension ValueType where Value == ReplacementTemplate {
  static let template: Self = {
    let text = ValueType<String>.text(
      "one line of text of at most 100 bytes, in which `$1` to `$9` are groups of the pattern and `$0` is the match",
      maxBytes: 100, mayBeEmpty: true)
    return ValueType(
      text.kind, text.expectation,
      decode: { (scalar) throws(ValueProblem) in ReplacementTemplate(try text.decode(scalar)) },
      format: { $0.text })
  }()
}
