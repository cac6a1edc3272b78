/// The findings of `validate`.
package struct ValidationReport: Sendable, Equatable {
  /// The files that could be opened, as they were named.
  package var checked: [String] = []
  /// How many could not.
  package var unopened = 0
  /// File by file, each in the order of its lines.
  package var diagnostics: [Diagnostic] = []

  package init() {}

  package var errors: Int { diagnostics.count { $0.severity == .error } }
  package var warnings: Int { diagnostics.count { $0.severity == .warning } }

  /// 2 if a file could not be opened, 1 for errors (with `strict` for warnings too), else 0.
  package func exitCode(strict: Bool) -> Int32 {
    if unopened > 0 { return 2 }
    return errors > 0 || strict && warnings > 0 ? 1 : 0
  }

  /// All findings with their lines, and a last line that counts them.
  package var text: String {
    let summary: String
    if diagnostics.isEmpty {
      summary = "\(checked.joined(separator: ", ")): nothing to object to"
    } else {
      summary = "\(Self.count(errors, "error")), \(Self.count(warnings, "warning"))"
    }
    return (diagnostics.map(\.rendered) + [summary]).joined(separator: "\n") + "\n"
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }
}
