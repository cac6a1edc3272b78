/// Variables that look as if they were meant for this gateway and that nothing reads.
///
/// A gateway runs beside programs that share its environment: what is an SDK's business, or the toolkit's, is
/// passed over. Values are looked at only to leave out what changes nothing, and never shown.
struct UnreadVariables {
  /// Names are as many as a stranger likes.
  private static let maxFindings = 20

  /// Besides what this gateway reads: the names that a file's `${env:…}` mention.
  let referenced: Set<String>

  func findings(in environment: [String: String]) -> [Diagnostic] {
    var findings: [Diagnostic] = []
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      guard let finding = finding(name, String(value.trimmed)) else { continue }
      guard findings.count < Self.maxFindings else {
        findings.append(
          Diagnostic(.warning, .ignoredVariable, "there are more variables that are set and not read"))
        break
      }
      findings.append(finding)
    }
    return findings
  }

  private func finding(_ name: String, _ value: String) -> Diagnostic? {
    guard !value.isEmpty, !EnvironmentNames.read.contains(name), !referenced.contains(name) else {
      return nil
    }
    if let known = StandardVariables.answers[name] {
      return known.changesNothing.contains(value.lowercased())
        ? nil : unread(name, known.reason, known.instead)
    }
    let upper = String(name.uppercased().prefix(200))
    guard upper.hasPrefix("HEPH") || upper.hasPrefix("OTEL"), !StandardVariables.belongsToOthers(upper) else {
      return nil
    }
    if let nearest = VariableNames.nearest(to: upper) { return unread(name, nil, nearest) }
    return upper.hasPrefix("HEPHAESTUS_") ? unread(name, nil, nil) : nil
  }

  private func unread(_ name: String, _ reason: String?, _ nearest: String?) -> Diagnostic {
    Diagnostic(
      .warning, .ignoredVariable,
      "\(name.shown) is set and not read" + (reason.map { ": \($0)" } ?? ""), suggestion: nearest)
  }
}

/// Variables of the OpenTelemetry specification and of the toolkit that this gateway does not read.
enum StandardVariables {
  struct Answer {
    var reason: String
    var instead: String?
    /// Values with which the variable asks for what happens anyway, in lower case.
    var changesNothing: Set<String> = []
  }

  /// Those of which a user would expect that a gateway follows them.
  static let answers: [String: Answer] = {
    var answers: [String: Answer] = [:]
    for name in ["OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE"] {
      answers[name] = Answer(reason: "profiles come from --config or HEPHAESTUS_CONFIG")
    }
    for part in ["HOST", "PORT"] {
      answers["OTEL_EXPORTER_PROMETHEUS_\(part)"] = Answer(
        reason: "the gateway's scrape listener has a variable of its own",
        instead: "HEPHAESTUS_PROMETHEUS_\(part)")
    }
    for signal in ["TRACES", "METRICS", "LOGS"] {
      answers["OTEL_\(signal)_EXPORTER"] = Answer(
        reason: "it is for SDKs, and the gateway sends to the targets of its profile",
        changesNothing: ["otlp"])
    }
    for name in ["TEMPORALITY_PREFERENCE", "DEFAULT_HISTOGRAM_AGGREGATION"] {
      answers["OTEL_EXPORTER_OTLP_METRICS_\(name)"] = Answer(
        reason: "it is for SDKs, and targets get metrics as their sender made them")
    }
    answers["OTEL_EXPORTER_OTLP_SPAN_INSECURE"] = Answer(
      reason: "the name is deprecated", instead: "OTEL_EXPORTER_OTLP_TRACES_INSECURE")
    return answers
  }()

  private static let toolkit = [
    "API", "AUDIT", "LOG", "PLUGIN", "RELEASE", "SERVICE_ACCOUNT", "SIGSTORE", "TEST",
  ]
  private static let languages = [
    "CPP", "DOTNET", "ERLANG", "GO", "JAVA", "JS", "NODE", "PHP", "PYTHON", "RUBY", "RUST", "SWIFT",
  ]

  /// Whether the toolkit, or the SDK of a language, reads variables of this kind itself.
  static func belongsToOthers(_ name: String) -> Bool {
    toolkit.contains { name.hasPrefix("HEPHAESTUS_\($0)") }
      || languages.contains { name.hasPrefix("OTEL_\($0)") }
  }
}
