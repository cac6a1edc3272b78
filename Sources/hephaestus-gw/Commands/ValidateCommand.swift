internal import ArgumentParser
internal import Configuration
internal import Foundation

/// `hephaestus-gw validate`: checks files alone, as a CI job does.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check configuration files, every profile and bundle in them.",
    discussion: """
      Files are judged alone, without environment variables or secrets, so that every machine gives the same \
      answer. Exits 0 if there is nothing to object to, 1 if there is, 2 if a file cannot be opened.
      """)

  @Argument(help: "Files to check, - for standard input. Without any, the file that run would read.")
  var files: [String] = []

  @Option(help: "Check only this profile and what it builds on.")
  var profile: String?

  @Flag(help: "Exit 1 for warnings too.")
  var strict = false

  func run() throws {
    let validator = ConfigurationValidator(environment: ProcessInfo.processInfo.environment)
    let report = validator.validate(paths: files, profile: profile)
    print(report.text, terminator: "")
    let code = report.exitCode(strict: strict)
    if code != 0 { throw ExitCode(code) }
  }
}
