import Configuration
import Testing

/// A machine with these files and variables, and nothing else.
func loadResult(
  _ yaml: String? = nil, environment: [String: String] = [:], profile: String? = nil, flags: [String] = [],
  files: [String: String] = [:], config: String? = nil
) -> LoadResult {
  var files = files
  if let yaml { files["hephaestus.yaml"] = yaml }
  let machine = Machine(environment: environment, files: MemoryFiles(files), stateDirectory: "/state")
  return ConfigurationLoader(machine: machine).load(
    configPath: config, profile: profile, overrides: flags)
}

/// The configuration, where no error is expected.
func load(
  _ yaml: String? = nil, environment: [String: String] = [:], profile: String? = nil, flags: [String] = [],
  files: [String: String] = [:]
) throws -> GatewayConfiguration {
  let result = loadResult(
    yaml, environment: environment, profile: profile, flags: flags, files: files)
  #expect(result.diagnostics.filter { $0.severity == .error }.map(\.headline) == [])
  return try #require(result.configuration)
}

/// A file whose only profile is `default` with these settings, indented by four.
func profile(_ settings: String) -> String {
  "version: 1\nprofiles:\n  default:\n"
    + settings.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
}

extension LoadResult {
  var headlines: [String] { diagnostics.map(\.headline) }
}
