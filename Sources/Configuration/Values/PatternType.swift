internal import Patterns

/// A regular expression that was compiled, to be asked what it matches.
struct CompiledPattern: Sendable, Equatable {
  private let pattern: Pattern

  init(_ text: String) throws(PatternProblem) { pattern = try Pattern(text) }

  var text: String { pattern.text }
  var groupCount: Int { pattern.groupCount }
  var matchesEmptyText: Bool { pattern.matchesEmptyText }

  func isFound(in text: String) -> Bool { pattern.isFound(in: text) }

  static func == (left: Self, right: Self) -> Bool { left.text == right.text }
}

extension ValueType where Value == CompiledPattern {
  /// A regular expression of PCRE2 that matches something.
  static let pattern: Self = {
    let text = ValueType<String>.text(
      "a regular expression (PCRE2) of at most \(Pattern.maximumLength) bytes",
      maxBytes: Pattern.maximumLength)
    return ValueType(
      text.kind, text.expectation,
      decode: { (scalar) throws(ValueProblem) in
        let written = try text.decode(scalar)
        let compiled: CompiledPattern
        do throws(PatternProblem) {
          compiled = try CompiledPattern(written)
        } catch {
          throw ValueProblem(error, in: written)
        }
        guard !compiled.matchesEmptyText else {
          throw ValueProblem(
            .unusablePattern, hint: "it matches the empty text, and so everywhere in every value")
        }
        return compiled
      },
      format: { $0.text })
  }()
}

extension ValueProblem {
  fileprivate init(_ problem: PatternProblem, in text: String) {
    switch problem.reason {
    case .tooLarge:
      self.init(
        .unusablePattern, hint: "compiled it is larger than \(SizeText.format(Pattern.maximumCompiledSize))")
    case .syntax(let words):
      self.init(.unusablePattern, hint: words)
      offset = String(decoding: text.utf8.prefix(problem.offset), as: UTF8.self).unicodeScalars.count
    }
  }
}

extension ValueType where Value == String {
  /// What stands for what a pattern matches.
  static let template = text(
    "one line of text of at most 100 bytes, in which `$1` to `$9` are groups of the pattern and `$0` is the match",
    maxBytes: 100, mayBeEmpty: true)
}
