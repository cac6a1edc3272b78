extension ValidationReport {
  /// The shape that is promised to scripts: every key is always there, `null` where there is nothing to say.
  var json: JSONText {
    [
      "findings": .array(diagnostics.map(\.json)), "errors": .integer(errors),
      "warnings": .integer(warnings), "notes": .integer(notes),
    ]
  }
}

extension Diagnostic {
  fileprivate var json: JSONText {
    [
      "code": .string(code.rawValue), "severity": .string(severity.rawValue), "message": .string(message),
      "file": JSONText(file), "line": JSONText(line), "column": JSONText(column),
      "endLine": JSONText(endLine), "endColumn": JSONText(endColumn), "path": JSONText(path),
      "suggestion": JSONText(suggestion), "help": .string(help),
    ]
  }
}
