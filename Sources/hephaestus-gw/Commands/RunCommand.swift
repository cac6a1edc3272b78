internal import ArgumentParser
internal import Configuration
internal import Gateway
internal import Logging

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `hephaestus-gw [run]`: runs the gateway.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the gateway. This is the default command.",
    discussion: """
      Exits 0 after a clean stop (SIGTERM, SIGINT), 75 when acknowledged data had to be left behind, 78 for a \
      configuration it refuses, 69 when it cannot listen or start.

      SIGHUP loads the configuration again, with these arguments and the environment of the start. One that is \
      valid takes the place of the running one without losing an item; one that is not is refused in the log.
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Load the configuration again whenever one of its files changes, as SIGHUP does.")
  var watch = false

  func run() async throws {
    let loaded = load(options.config)
    for diagnostic in loaded.diagnostics where loaded.configuration == nil || diagnostic.severity == .error {
      StandardError.write(diagnostic.rendered)
    }
    guard let configuration = loaded.configuration else { throw ExitCode(78) }
    signal(SIGPIPE, SIG_IGN)
    OpenFileLimit.raise()
    let output = LogOutput.standardError(
      format: LogRecord.Format(configuration.logging.format),
      level: Logger.Level(configuration.logging.level))
    LoggingSystem.bootstrap { _ in GatewayLogHandler(output: output) }
    let logger = Logger(label: "hephaestus-gw")
    for diagnostic in loaded.diagnostics { logger.warning("\(diagnostic.logMessage)") }
    logger.notice(
      "hephaestus-gw \(Version.current)",
      metadata: [
        "profile": "\(loaded.profileName ?? "none")", "config": "\(loaded.sourceDescription)",
      ])
    throw ExitCode(await start(configuration, loaded, logger, output))
  }

  private func load(_ path: String?) -> LoadResult {
    ConfigurationLoader(machine: .current, allowsExternalIncludes: options.includes.allowExternalIncludes)
      .load(
        configPath: path, profile: options.profile, overrides: options.overrides)
  }

  private func start(
    _ configuration: GatewayConfiguration, _ loaded: LoadResult, _ logger: Logger, _ output: LogOutput
  ) async -> Int32 {
    do {
      let gateway = try Gateway(
        configuration, settings: loaded.settings, version: Version.current,
        stateDirectory: Machine.current.stateDirectory, logger: logger, logOutput: output)
      // The file that was found stays the one that is meant: where it is missing for a moment, another one
      // must not take its place.
      let source = ReloadSource(files: loaded.files, watches: watch) {
        let path = options.config ?? loaded.path
        return path == "-" ? .refused("standard input cannot be read a second time") : load(path)
      }
      return try await GatewayProcess.run(gateway, reloading: source)
    } catch let error as StartError {
      logger.critical("\(error)")
      return error.exitStatus
    } catch {
      logger.critical("\(error)")
      return 69
    }
  }
}
