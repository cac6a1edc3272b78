extension ValidationReport {
  /// Workflow commands of GitHub Actions, one line for each finding, which become annotations at the lines
  /// of a pull request; nothing if there is nothing to object to.
  func workflowCommands(in context: ReportContext) -> String {
    diagnostics.map { $0.workflowCommand(in: context) + "\n" }.joined()
  }
}

extension Diagnostic {
  fileprivate func workflowCommand(in context: ReportContext) -> String {
    var properties: [(String, String)] = []
    if let file = fileOnDisk {
      properties.append(("file", context.relativePath(file)))
      properties += place
    }
    properties.append(("title", "\(code.rawValue) \(code.page.name)"))
    let shown = properties.map { "\($0.0)=\(Self.escaped($0.1, inProperty: true))" }.joined(separator: ",")
    let message = fileOnDisk == nil ? "\(shownPlace)\(messageWithSuggestion)" : messageWithSuggestion
    let command = severity == .note ? "notice" : severity.rawValue
    return "::\(command) \(shown)::\(Self.escaped(message, inProperty: false))"
  }

  private var place: [(String, String)] {
    guard let line else { return [] }
    var place = [("line", "\(line)")]
    if let endLine, endLine > line { return place + [("endLine", "\(endLine)")] }
    // Columns are taken only within one line, and the last one counts as part of it.
    if let column {
      place.append(("col", "\(column)"))
      if let endColumn { place.append(("endColumn", "\(max(column, endColumn - 1))")) }
    }
    return place
  }

  /// A message is a line; `%` begins an escape; properties end at `:` and are parted by `,`.
  private static func escaped(_ text: String, inProperty: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where inProperty: escaped += "%3A"
      case "," where inProperty: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar.isInvisible ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }
}
