package import YAMLTree

/// One finding about a configuration, complete enough to print, to sort and to turn into other formats.
package struct Diagnostic: Sendable, Equatable, Hashable {
  package enum Severity: String, Sendable {
    case error, warning
    /// Worth knowing, and nothing to object to.
    case note
  }

  package var severity: Severity
  package var code: DiagnosticCode
  /// One sentence that says what is wrong and what is accepted. Never holds a secret.
  package var message: String
  /// Nil where no file is at fault: a variable, a flag, something that is missing altogether.
  package var file: String?
  /// From 1, as the column, which counts Unicode scalars. `endColumn` is just after the last one.
  package var line: Int?
  package var column: Int?
  package var endLine: Int?
  package var endColumn: Int?
  /// The setting, such as `sampling.ratio`.
  package var path: String?
  /// What was probably meant.
  package var suggestion: String?
  /// The line of the file, with credentials blotted out.
  package var sourceLine: String?
  /// Only where it is certain.
  package var fix: Fix?

  package init(
    _ severity: Severity, _ code: DiagnosticCode, _ message: String, at range: SourceRange? = nil,
    path: SettingPath? = nil, suggestion: String? = nil, fix: Fix? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.path = path?.description
    self.suggestion = suggestion
    self.fix = fix
    guard let range else { return }
    file = range.file
    line = range.start.line
    column = range.start.column
    endLine = range.end.line
    endColumn = range.end.column
  }
}

extension Diagnostic {
  init(_ error: YAMLError) {
    let code: DiagnosticCode =
      switch error.kind {
      case .syntax: .syntax
      case .key: .duplicateKey
      case .tag: .wrongType
      case .limit: .limit
      }
    self.init(
      .error, code, error.message, at: error.range,
      fix: error.mend.map { Fix(replacing: $0.range, with: $0.replacement) })
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// Without repeats, by file in the order of first mention, then by place; what has no place is last,
  /// in the order it was found.
  package func sortedByPlace() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    var files: [String: Int] = [:]
    let unique = filter { seen.insert($0).inserted }
    for case let file? in unique.map(\.file) where files[file] == nil { files[file] = files.count }
    func key(_ index: Int) -> (Int, Int, Int, Int) {
      let found = unique[index]
      return (found.file.flatMap { files[$0] } ?? Int.max, found.line ?? 0, found.column ?? 0, index)
    }
    return unique.indices.sorted { key($0) < key($1) }.map { unique[$0] }
  }
}
