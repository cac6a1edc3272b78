internal import ArgumentParser
internal import Configuration
internal import Execution
internal import Gateway

/// `hephaestus-gw exec`: runs a command as an instrumented plugin.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec",
    abstract: "Run a command as an instrumented plugin.",
    usage: "hephaestus-gw exec [<options>] -- <command> [<argument> ...]",
    discussion: """
      Runs the command and sends a span `plugins.execute` about it: plugin, version and category, success, \
      exit_code and exit_signal, duration_seconds, max_rss_bytes, cpu_user_seconds and cpu_system_seconds, and \
      process.command_args, all treated by the privacy mode of the profile before they leave. A running gateway \
      makes plugin metrics of it.

      The span belongs to the one in TRACEPARENT and TRACESTATE (W3C Trace Context), or begins a trace, and the \
      command gets it as its parent there: what is instrumented in it, and exec within it, make one tree. It is \
      sent whatever the flags there say: the gateway samples, after it has counted. With \
      --guard-rails the span is named `guard-rails` and HEPHAESTUS_GUARD_RAILS=true marks everything below it.

      The span goes to --endpoint, else to the receivers of the profile: HTTP before gRPC, plain before TLS, on \
      loopback where they listen at every address. A target of the profile at the same address as --endpoint \
      gives its headers, TLS files and compression; otherwise OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_CERTIFICATE \
      and _CLIENT_KEY name the files for TLS. Sending takes a second at most.

      Exits as the command does; 128 and the number of the signal that ended it, 127 if it is not found, 126 if \
      it cannot be run. Telemetry never changes that: if the span cannot be sent, or the configuration has errors, \
      one line on standard error says so; with telemetry off, the command takes the place of this program.

      Standard input, output and error, other open files, terminal and process group are the command's as they \
      are; signals sent to this program are passed on, and it stops and continues with the command.
      """)

  @Option(
    help: ArgumentHelp(
      "What the plugin is called; otherwise the command without its folder.", valueName: "name"))
  var plugin: String?

  @Option(help: "Its category.")
  var category: String?

  @Option(help: ArgumentHelp("Its version.", valueName: "version"))
  var pluginVersion: String?

  @Flag(help: "Name the span guard-rails, and mark the executions below it.")
  var guardRails = false

  @Option(
    help: ArgumentHelp(
      "Where to send the span: http://, https://, grpc:// or grpcs:// with host[:port].", valueName: "url"))
  var endpoint: String?

  @OptionGroup var options: ConfigurationOptions

  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("The command is missing: write it after --.") }
  }

  func run() throws {
    let arguments = ProcessImage.lastArguments(command.count)
    let environment = ProcessImage.environment
    let machine = Machine.current
    guard let configuration = configuration(machine) else {
      throw notRun(ProcessImage.replace(arguments, environment: environment))
    }
    var generator = SystemRandomNumberGenerator()
    let context = ExecutionContext(
      traceParent: machine.environment[ChildEnvironment.traceParent],
      traceState: machine.environment[ChildEnvironment.traceState], using: &generator)
    let run = ChildProcess.run(
      arguments,
      environment: ChildEnvironment.entries(environment, context: context, isGuardRails: guardRails))
    if case .notRun(let problem) = run.outcome { report(problem) }
    send(execution(run, context, machine.environment, configuration), configuration, machine)
    throw ExitCode(run.outcome.exitStatus)
  }

  /// Nil where no telemetry is wanted, or none can be made.
  private func configuration(_ machine: Machine) -> GatewayConfiguration? {
    // Nothing but a flag is stronger, so that no file has to be read.
    let isOff = isTurnedOff(machine.environment)
    if isOff, options.overrides.isEmpty { return nil }
    let loaded = ConfigurationLoader(
      environment: machine.environment, allowsExternalIncludes: options.includes.allowExternalIncludes
    ).load(configPath: options.config, profile: options.profile, overrides: options.overrides, mode: .explain)
    // What privacy refers to and cannot be had here would be missing from it.
    let problem =
      loaded.diagnostics.first { $0.severity == .error }
      ?? loaded.diagnostics.first {
        [.undefinedReference, .unreadable].contains($0.code) && $0.path?.hasPrefix("privacy") == true
      }
    guard let problem else { return loaded.configuration.flatMap { $0.enabled ? $0 : nil } }
    if !isOff {
      let place = problem.file.map { "\($0)\(problem.line.map { ":\($0)" } ?? ""): " } ?? ""
      complain("no telemetry: \(place)\(problem.message)")
    }
    return nil
  }

  private func isTurnedOff(_ environment: [String: String]) -> Bool {
    environment["OTEL_SDK_DISABLED"]?.lowercased() == "true"
      || environment["HEPHAESTUS_TELEMETRY_ENABLED"]?.lowercased() == "false"
  }

  private func execution(
    _ run: CommandRun, _ context: ExecutionContext, _ environment: [String: String],
    _ configuration: GatewayConfiguration
  ) -> Execution {
    var execution = Execution(
      context: context, plugin: Self.given(plugin) ?? Execution.plugin(ofCommand: command[0]),
      outcome: run.outcome,
      start: run.start, duration: run.duration)
    execution.isGuardRails = guardRails
    execution.isWithinGuardRails = environment[ChildEnvironment.guardRails]?.lowercased() == "true"
    execution.version = Self.given(pluginVersion)
    execution.category = Self.given(category)
    execution.arguments = CommandArguments.recorded(command, replacement: configuration.privacy.replacement)
    execution.processID = run.processID
    execution.use = run.use
    return execution
  }

  /// What a script has no value for is not given.
  private static func given(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  private func send(_ execution: Execution, _ configuration: GatewayConfiguration, _ machine: Machine) {
    let sending = SpanSending(
      configuration, environment: machine.environment, version: Version.current,
      stateDirectory: machine.stateDirectory)
    do {
      try sending.send(execution.request(version: Version.current), to: endpoint)
    } catch {
      complain("the span was not sent: \(error)")
    }
  }

  private func notRun(_ problem: Int32) -> ExitCode {
    report(problem)
    return ExitCode(CommandOutcome.notRun(problem).exitStatus)
  }

  private func report(_ problem: Int32) {
    complain("\(command[0]): \(ProcessImage.message(problem))")
  }

  private func complain(_ text: String) {
    ErrorLine.write("hephaestus-gw: exec: \(text.replacing("\n", with: " "))")
  }
}
