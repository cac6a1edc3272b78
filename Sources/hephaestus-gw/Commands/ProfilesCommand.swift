internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials

/// `hephaestus-gw profiles`: what there is to choose from.
struct ProfilesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiles",
    abstract: "List the profiles with their bundles, sampler, privacy mode and targets.",
    discussion: """
      As the files have them, without variables of the environment; * is before the one that run would take. \
      Exits 0, or 78 if there are errors; what could be read is listed then.
      """)

  @Option(help: ArgumentHelp("The configuration file, found as run finds it.", valueName: "file"))
  var config: String?

  @Option(help: "The profile to mark as selected; otherwise HEPHAESTUS_PROFILE or default.")
  var profile: String?

  @OptionGroup var includes: IncludeOptions

  @Option(help: "text or json.")
  var format = ListingFormat.text

  func run() throws {
    let list = ConfigurationLoader(
      environment: ProcessInfo.processInfo.environment, allowsExternalIncludes: includes.allowExternalIncludes
    )
    .profiles(configPath: config, profile: profile)
    for diagnostic in list.diagnostics { StandardError.write(diagnostic.rendered) }
    if !list.profiles.isEmpty || !list.diagnostics.hasErrors {
      print(format == .json ? list.json : list.text, terminator: "")
    }
    if list.diagnostics.hasErrors { throw ExitCode(78) }
  }
}
