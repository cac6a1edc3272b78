import Configuration
import Gateway

/// The profile `p` of a file, as it is loaded with nothing else around.
func loaded(_ profile: String, files: [String: String] = [:], contents: String = "as it was")
  -> RunningConfiguration
{
  let text = "version: 1\nprofiles:\n  p:\n" + profile.split(separator: "\n").map { "    \($0)\n" }.joined()
  var all = ["f.yaml": text].merging(files) { $1 }
  for name in ["cert.pem", "key.pem", "ca.pem"] where all[name] == nil { all[name] = name }
  let result = ConfigurationLoader(environment: [:], files: MemoryFiles(all)).load(
    configPath: "f.yaml", profile: "p", overrides: [])
  guard let configuration = result.configuration else {
    preconditionFailure("\(result.diagnostics.map(\.message))")
  }
  return RunningConfiguration(
    configuration, settings: result.settings,
    contents: FileContents(of: configuration.tlsFiles.map(\.path)) { Array((all[$0] ?? "").utf8) })
}

extension ReloadDecision {
  var plan: ReloadPlan? {
    if case .apply(let plan, _) = self { plan } else { nil }
  }

  var changes: [String] {
    if case .apply(_, let changes) = self { changes } else { [] }
  }

  var obstacles: [Diagnostic] {
    if case .refused(let diagnostics) = self { diagnostics } else { [] }
  }

  var isUnchanged: Bool {
    if case .unchanged = self { true } else { false }
  }
}
