internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials

/// `hephaestus-gw diff`: what differs between two profiles.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show what differs between two resolved profiles.",
    discussion: """
      Bundles, parents and defaults included, variables of the environment not: the answer is the same on every \
      machine. Of credentials and of what comes through references it says only that they differ.

      Exits 0, 78 for profiles with errors, and with --exit-code 1 if there is a difference.
      """)

  @Argument(help: "A profile.")
  var first: String

  @Argument(help: "The profile to compare it with.")
  var second: String

  @Option(help: ArgumentHelp("The configuration file, found as run finds it.", valueName: "file"))
  var config: String?

  @OptionGroup var includes: IncludeOptions

  @Option(help: "text or json.")
  var format = ListingFormat.text

  @Flag(help: "Exit 1 if the profiles differ.")
  var exitCode = false

  func run() throws {
    let loader = ConfigurationLoader(
      environment: ProcessInfo.processInfo.environment, allowsExternalIncludes: includes.allowExternalIncludes
    )
    let loaded = loader.difference(configPath: config, first, second)
    for diagnostic in loaded.diagnostics { StandardError.write(diagnostic.rendered) }
    guard let difference = loaded.difference else { throw ExitCode(78) }
    print(format == .json ? difference.json : difference.text, terminator: "")
    if loaded.diagnostics.hasErrors { throw ExitCode(78) }
    if exitCode, !difference.isEmpty { throw ExitCode(1) }
  }
}
