/// Who reads the output of `validate`.
package enum ReportFormat: String, Sendable, CaseIterable {
  case text, json, sarif, github, gitlab

  /// The whole output, which ends with a newline unless it is empty.
  package func rendering(of report: ValidationReport, in context: ReportContext) -> String {
    switch self {
    case .text: report.text(in: context.style)
    case .json: report.json.pretty + "\n"
    case .sarif: report.sarif(in: context).pretty + "\n"
    case .github: report.workflowCommands(in: context)
    case .gitlab: report.codeQuality(in: context).pretty + "\n"
    }
  }
}

/// What a report needs to know of the world around it.
package struct ReportContext: Sendable {
  /// Absolute. CI systems want paths relative to the checkout, in whose top folder their jobs begin.
  package var workingDirectory: String
  package var toolVersion: String
  /// For `text` alone.
  package var style: TextStyle

  package init(workingDirectory: String, toolVersion: String, style: TextStyle = .plain) {
    self.workingDirectory = workingDirectory
    self.toolVersion = toolVersion
    self.style = style
  }

  /// The path without `./`, relative to the working directory if it is below it.
  func relativePath(_ path: String) -> String {
    let path = PathText.normalized(path)
    guard path.hasPrefix("/"), PathText.isInside(path, workingDirectory) else { return path }
    return String(path.dropFirst(workingDirectory == "/" ? 1 : workingDirectory.count + 1))
  }
}

extension Diagnostic {
  /// The file, unless it is standard input or the built-in one, which no CI system can show.
  var fileOnDisk: String? {
    file == PathText.standardInput || file == ShippedConfiguration.name ? nil : file
  }

  /// For formats that have no field for what was probably meant.
  var messageWithSuggestion: String {
    suggestion.map { "\(message); did you mean `\($0)`?" } ?? message
  }

  /// The command that tells more.
  var help: String { "hephaestus-gw validate --explain \(code.rawValue)" }
}
