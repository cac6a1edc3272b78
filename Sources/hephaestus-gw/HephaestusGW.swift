internal import ArgumentParser

/// The command line: nothing but the list of commands.
struct HephaestusGW: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hephaestus-gw",
    abstract: "A telemetry gateway: receives OTLP, samples, applies a privacy mode, forwards to targets.",
    version: Version.current,
    subcommands: [
      RunCommand.self, ValidateCommand.self, ExplainCommand.self, DiffCommand.self, EnvCommand.self,
      ProfilesCommand.self, PrivacyCommand.self, ExecCommand.self,
      InitCommand.self, SchemaCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}
