internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials

/// `hephaestus-gw env`: a profile, or the way to the gateway, as environment variables.
struct EnvCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Print a profile as export lines for a shell.",
    discussion: """
      The variables of the toolkit's OpenTelemetry guide, defaults included, and those that the profile sets \
      besides; what no variable can say is told in comments. References become references of the shell, and \
      credentials that stand in a file are left out. Use it with: eval "$(hephaestus-gw env --profile ci)"

      With --to-gateway it is what programs beside this gateway need to send to it: its OTLP/HTTP receiver, and \
      no sampling of their own. Exits 0, or 78 for a configuration with errors.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "For the programs that send to this gateway.")
  var toGateway = false

  @Option(help: "text or json.")
  var format = ListingFormat.text

  func run() throws {
    let loaded = ConfigurationLoader(
      environment: ProcessInfo.processInfo.environment,
      allowsExternalIncludes: options.includes.allowExternalIncludes
    ).load(
      configPath: options.config, profile: options.profile, overrides: options.overrides,
      mode: toGateway ? .explain : .filesAlone)
    for diagnostic in loaded.diagnostics { StandardError.write(diagnostic.rendered) }
    if loaded.layers != nil {
      let export = toGateway ? EnvironmentExport(toGateway: loaded) : EnvironmentExport(profile: loaded)
      print(format == .json ? export.json : export.text, terminator: "")
    }
    if loaded.configuration == nil { throw ExitCode(78) }
  }
}
