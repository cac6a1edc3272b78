internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials

/// `hephaestus-gw explain`: what the gateway would run with, and where each value comes from.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show the resolved configuration, each value with its origin.",
    discussion: """
      Without a path the output is a file that loads to the same configuration: bundles, the environment and \
      --set merged, references as they stand. Credentials are never printed. With a path it is that value, what \
      it overrode and what the setting is for, or that section.

      What only another machine has, such as the secrets of production, is a warning here. Exits 0, 64 for a \
      path that names nothing, 78 for a configuration that run would refuse; what could be read is printed then.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Show what each value overrode, the newest first.")
  var all = false

  @Option(help: "text (YAML) or json.")
  var format = ListingFormat.text

  @Argument(help: "A setting or a section, such as sampling.ratio or targets.default.")
  var path: String?

  func run() throws {
    let loaded = ConfigurationLoader(
      environment: ProcessInfo.processInfo.environment,
      allowsExternalIncludes: options.includes.allowExternalIncludes
    ).load(
      configPath: options.config, profile: options.profile, overrides: options.overrides, mode: .explain)
    for diagnostic in loaded.diagnostics { StandardError.write(diagnostic.rendered) }
    if loaded.layers != nil { print(try text(loaded), terminator: "") }
    if loaded.configuration == nil { throw ExitCode(78) }
  }

  private func text(_ loaded: LoadResult) throws -> String {
    guard let path else {
      let explanation = Explanation(loaded)
      return format == .json ? explanation.json(withOverridden: all) : explanation.file(withOverridden: all)
    }
    do {
      switch try PathExplanation(path, in: loaded) {
      case .section(let part):
        return format == .json ? part.json(withOverridden: all) : part.section(withOverridden: all)
      case .setting(let setting): return format == .json ? setting.json : setting.text
      }
    } catch {
      StandardError.write("error: \(error)")
      throw ExitCode(64)
    }
  }
}
