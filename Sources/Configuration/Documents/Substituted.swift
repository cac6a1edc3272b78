internal import YAMLTree

/// A scalar after its references were looked up.
struct Substituted {
  /// Nil where the value is not known when a file is judged alone.
  var scalar: ScalarText?
  var isSecret: Bool
  /// Whether the value may be another one on the machine that runs.
  var isAssumed: Bool

  init(_ result: References.Result, isPlain: Bool) {
    switch result {
    case .literal(let text):
      (scalar, isSecret, isAssumed) = (ScalarText(text, isPlain: isPlain), false, false)
    case .secret(let text): (scalar, isSecret, isAssumed) = (ScalarText(text, isPlain: isPlain), true, false)
    case .assumed(let text): (scalar, isSecret, isAssumed) = (ScalarText(text, isPlain: isPlain), true, true)
    case .unknown: (scalar, isSecret, isAssumed) = (nil, true, false)
    }
  }

  /// Whether references left nothing of an unquoted scalar, which is a null like an empty one.
  func isKnownNull(_ written: YAMLScalar) -> Bool {
    isSecret && written.style == .plain && scalar?.text.isEmpty == true
  }
}

extension YAMLScalar {
  /// The place of one character of the text that a scalar stands for, exact where what is written is what is
  /// meant but for `$$` (one line, no escapes, no references), else the whole scalar.
  func range(ofCharacter offset: Int, in range: SourceRange) -> SourceRange {
    let width = range.end.column - range.start.column
    let quote = style == .plain ? 0 : 1
    guard range.start.line == range.end.line, width == text.unicodeScalars.count + 2 * quote,
      let written = ReferenceScan.writtenOffset(of: offset, in: text)
    else { return range }
    var exact = range
    exact.start.column += quote + written
    exact.end.column = exact.start.column + 1
    return exact
  }

  /// The place of a reference inside a scalar, exact where what is written is what is meant (one line,
  /// no escapes), else the whole scalar.
  func range(of fault: References.Fault, in range: SourceRange) -> SourceRange {
    let width = range.end.column - range.start.column
    let length = text.unicodeScalars.count
    let quote = style == .plain ? 0 : 1
    guard range.start.line == range.end.line, width == length + 2 * quote else { return range }
    var exact = range
    exact.start.column += quote + fault.offset
    exact.end.column = exact.start.column + fault.length
    return exact
  }
}

/// Puts a problem with a value into a sentence, without the value if it is secret.
struct ProblemWords {
  var subject: String
  var expectation: String
  var found: String?
  var isSecret: Bool
  /// What a secret value is called in the sentence.
  var secretName = "the value given (not shown)"

  func diagnostic(
    _ problem: ValueProblem, code: DiagnosticCode? = nil, at range: SourceRange?, path: SettingPath?
  ) -> Diagnostic {
    var message = "\(subject) must be \(expectation)"
    let mayShow = !isSecret && found?.contains("@") == false
    if let found, mayShow, !found.isEmpty { message += ", not `\(found.shown)`" }
    if isSecret { message += "; \(secretName) is not" }
    if let hint = problem.hint { message += ": \(hint)" }
    return Diagnostic(
      .error, code ?? problem.code, message, at: range, path: path,
      suggestion: mayShow ? problem.suggestion : nil)
  }
}
