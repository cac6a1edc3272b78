internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import Gateway
internal import Logging

/// `hephaestus-gw [run]`: runs the gateway.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the gateway. This is the default command.",
    discussion: """
      Exits 0 after a clean stop (SIGTERM, SIGINT), 75 when acknowledged data had to be left behind, 78 for a \
      configuration it refuses, 69 when it cannot listen or start.
      """)

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let machine = Machine.current
    let loaded = ConfigurationLoader(machine: machine).load(
      configPath: options.config, profile: options.profile, overrides: options.overrides)
    for diagnostic in loaded.diagnostics where loaded.configuration == nil || diagnostic.severity == .error {
      StandardError.write(diagnostic.rendered)
    }
    guard let configuration = loaded.configuration else { throw ExitCode(78) }
    signal(SIGPIPE, SIG_IGN)
    OpenFileLimit.raise()
    let output = LogOutput.standardError(format: configuration.logging.format == .json ? .json : .text)
    let level = Logger.Level(configuration.logging.level)
    LoggingSystem.bootstrap { _ in GatewayLogHandler(output: output, level: level) }
    let logger = Logger(label: "hephaestus-gw")
    for diagnostic in loaded.diagnostics { logger.warning("\(diagnostic.logMessage)") }
    logger.notice(
      "hephaestus-gw \(Version.current)",
      metadata: [
        "profile": "\(loaded.profileName ?? "none")", "config": "\(loaded.sourceDescription)",
      ])
    throw ExitCode(await start(configuration, machine.stateDirectory, logger, output))
  }

  private func start(
    _ configuration: GatewayConfiguration, _ stateDirectory: String?, _ logger: Logger, _ output: LogOutput
  ) async -> Int32 {
    do {
      let gateway = try Gateway(
        configuration, version: Version.current, stateDirectory: stateDirectory, logger: logger,
        logOutput: output)
      return try await GatewayProcess.run(gateway)
    } catch let error as StartError {
      logger.critical("\(error)")
      return error.exitStatus
    } catch {
      logger.critical("\(error)")
      return 69
    }
  }
}

extension Logger.Level {
  init(_ level: GatewayConfiguration.LogLevel) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}
