extension ValidationReport {
  /// The code quality report of GitLab: what its merge request widget needs of the Code Climate format.
  func codeQuality(in context: ReportContext) -> JSONText {
    var fingerprints = Fingerprints(context)
    return .array(
      diagnostics.map { diagnostic in
        // Every entry must name a file; what has none is about the configuration that was judged.
        let file = diagnostic.file ?? checked.first ?? "hephaestus.yaml"
        return [
          "description": .string("\(diagnostic.messageWithSuggestion) [\(diagnostic.code.rawValue)]"),
          "check_name": .string(diagnostic.code.rawValue),
          "fingerprint": .string(fingerprints.next(for: diagnostic)),
          "severity": diagnostic.severity.codeQuality,
          "location": [
            "path": .string(context.relativePath(file)), "lines": ["begin": .integer(diagnostic.line ?? 1)],
          ],
        ]
      })
  }
}

extension Diagnostic.Severity {
  fileprivate var codeQuality: JSONText {
    switch self {
    case .error: "critical"
    case .warning: "minor"
    case .note: "info"
    }
  }
}
