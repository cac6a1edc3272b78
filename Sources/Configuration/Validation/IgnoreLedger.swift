internal import YAMLTree

/// The `# hg-ignore` of all files, and which of them were of use.
struct IgnoreLedger {
  private struct Key: Hashable {
    var file: String
    var line: Int
    var code: DiagnosticCode
  }

  private let comments: [IgnoreComment]
  private let keys: Set<Key>
  private var used: Set<Key> = []

  init(_ comments: [IgnoreComment]) {
    self.comments = comments
    keys = Set(
      comments.flatMap { comment in
        comment.mentions.compactMap { mention in
          mention.code.map { Key(file: comment.range.file, line: comment.line, code: $0) }
        }
      })
  }

  /// Whether a comment silences the finding, which is remembered.
  mutating func silences(_ finding: Diagnostic) -> Bool {
    guard let file = finding.file, let line = finding.line, finding.isSettable else { return false }
    let key = Key(file: file, line: line, code: finding.code)
    guard keys.contains(key) else { return false }
    used.insert(key)
    return true
  }

  /// Looks for comments that silenced nothing.
  ///
  /// - Parameter isJudged: Whether a rule had a chance to find something; of the others nothing is said.
  /// - Returns: A finding for each code that is of no use.
  func unused(_ isJudged: (DiagnosticCode) -> Bool) -> [Diagnostic] {
    comments.flatMap { comment in
      guard !comment.mentions.isEmpty else {
        return [finding("`hg-ignore` names no rule; write `# hg-ignore HG104` and a reason", comment.range)]
      }
      let useless = comment.mentions.filter { mention in
        guard let code = mention.code else { return true }
        return isJudged(code)
          && !used.contains(Key(file: comment.range.file, line: comment.line, code: code))
      }
      let isWhole = useless.count == comment.mentions.count
      return useless.map { mention in
        var finding = finding(message(mention), mention.range)
        if mention.code == nil {
          finding.suggestion = RuleCode.meant(by: mention.word)
          finding.fix = finding.suggestion.map { Fix(replacing: mention.range, with: $0) }
        }
        if finding.fix == nil, isWhole { finding.fix = Fix(replacing: comment.removal, with: "") }
        if finding.fix == nil { finding.fix = Fix(replacing: mention.withSpace, with: "") }
        return finding
      }
    }
  }

  private func message(_ mention: IgnoreComment.Mention) -> String {
    guard let code = mention.code else { return "there is no rule `\(mention.word)` to ignore" }
    guard code.isSettable else {
      return "`\(code.rawValue)` cannot be ignored: without what it finds a file cannot be loaded"
    }
    return "there is nothing to ignore: `\(code.rawValue)` finds nothing on the line"
  }

  private func finding(_ message: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(.warning, .unusedIgnore, message, at: range)
  }
}

extension IgnoreComment.Mention {
  /// With the character before it, which parts it from the marker or from another code.
  fileprivate var withSpace: SourceRange {
    var range = range
    range.start.column -= 1
    return range
  }
}
