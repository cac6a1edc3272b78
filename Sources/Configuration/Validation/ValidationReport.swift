/// The findings of `validate`.
package struct ValidationReport: Sendable, Equatable {
  /// The files that could be opened, as they were named.
  package var checked: [String] = []
  /// How many could not.
  package var unopened = 0
  /// File by file, each in the order of its lines.
  package var diagnostics: [Diagnostic] = []
  /// What `--fix` mended: not among the findings any more.
  package var fixed: [Diagnostic] = []

  package init() {}

  package var errors: Int { diagnostics.count { $0.severity == .error } }
  package var warnings: Int { diagnostics.count { $0.severity == .warning } }
  package var notes: Int { diagnostics.count { $0.severity == .note } }

  /// 2 if a file could not be opened, 1 for errors (with `strict` for warnings too), else 0.
  package func exitCode(strict: Bool) -> Int32 {
    if unopened > 0 { return 2 }
    return errors > 0 || strict && warnings > 0 ? 1 : 0
  }
}
