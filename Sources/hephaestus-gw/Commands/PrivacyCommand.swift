internal import ArgumentParser
internal import Configuration
internal import FoundationEssentials
internal import Gateway
internal import PrivacyCatalogue
internal import TelemetryEngine

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `hephaestus-gw privacy`: what privacy does to given telemetry.
struct PrivacyCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "privacy",
    abstract: "Show what leaves of given telemetry, before and after, with the rule that fired.",
    discussion: """
      Reads OTLP as protobuf, as JSON, or as JSON lines, such as a file target writes; which it is, it finds \
      out. For each mode it shows every place in which something would change. It is about privacy alone: \
      nothing is sampled, and nothing is sent. What it prints holds what is private in the input.

      With --config, --profile or --set it is the privacy of that profile, own rules included, and --mode puts \
      another mode in the place of the profile's. Pseudonyms are of privacy.pseudonym_key if it is set there, \
      else of a key that only this command uses.

      Exits 0 whether something changes or not, 1 for input that is no OTLP, 2 for a file that cannot be read, \
      64 for input that needs --signal, 78 for a configuration with errors.
      """)

  /// Bytes of an input that are read; more is refused.
  private static let maximumInput = 256 << 20

  @Argument(help: "The file; - or none for standard input.")
  var file = "-"

  @Option(help: "A mode to show: minimal, balanced or strict. Repeatable; all three by default.")
  var mode: [PrivacyMode] = []

  @Option(help: "Show only this signal: traces, metrics or logs. Protobuf input is taken for it.")
  var signal: Signal?

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "text or json; markdown for --rules.")
  var format = Format.text

  @Flag(help: "Print what each mode does to what, instead of reading anything.")
  var rules = false

  func validate() throws {
    if rules {
      guard file == "-", mode.isEmpty, signal == nil, !hasConfiguration else {
        throw ValidationError("--rules reads nothing: it stands alone, or with --format.")
      }
    } else if format == .markdown {
      throw ValidationError("--format markdown is for --rules.")
    }
  }

  func run() throws {
    let style = TextStyle(
      isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    if rules { return printRules(in: style) }
    let plans = try plans()
    do {
      let requests = try PreviewRequest.all(in: read(), only: signal)
      let preview = try PrivacyPreview(of: requests, input: file, plans: plans)
      print(format == .json ? preview.json : preview.text(in: style), terminator: "")
    } catch let error as PreviewError {
      let place = error.place.map { ":\($0.line):\($0.column)" } ?? ""
      StandardError.write("error: \(name)\(place): \(error)")
      if case .ambiguous = error { throw ExitCode(64) }
      throw ExitCode(1)
    }
  }

  private var name: String { file == "-" ? "standard input" : file }

  private func printRules(in style: TextStyle) {
    switch format {
    case .text: print(PrivacyTable.text(width: TerminalWidth.current, in: style), terminator: "")
    case .json: print(PrivacyTable.json, terminator: "")
    case .markdown: print(PrivacyPage.text, terminator: "")
    }
  }

  private var hasConfiguration: Bool {
    options.config != nil || options.profile != nil || !options.overrides.isEmpty
  }

  private func plans() throws -> [PreviewPlan] {
    guard hasConfiguration else {
      return (mode.isEmpty ? [.minimal, .balanced, .strict] : mode).map { PreviewPlan($0) }
    }
    let loaded = ConfigurationLoader(
      environment: ProcessInfo.processInfo.environment,
      allowsExternalIncludes: options.includes.allowExternalIncludes
    ).load(
      configPath: options.config, profile: options.profile, overrides: options.overrides, mode: .explain)
    for diagnostic in loaded.diagnostics { StandardError.write(diagnostic.rendered) }
    guard let configuration = loaded.configuration else { throw ExitCode(78) }
    let profile = loaded.profileName ?? "default"
    if mode.isEmpty { return [PreviewPlan(configuration, profile: profile)] }
    return mode.map { PreviewPlan(configuration, profile: profile, mode: $0) }
  }

  private func read() throws -> [UInt8] {
    do {
      return try LocalFiles().read(file, maxBytes: Self.maximumInput)
    } catch {
      if case .tooLarge = error {
        StandardError.write("error: \(name) has more than \(Self.maximumInput >> 20) MiB")
      } else {
        StandardError.write("error: \(name) cannot be read: \(error)")
      }
      throw ExitCode(2)
    }
  }
}

extension PrivacyMode: ExpressibleByArgument {}

extension Signal: ExpressibleByArgument {
  public init?(argument: String) {
    guard let signal = Self.allCases.first(where: { $0.name == argument }) else { return nil }
    self = signal
  }

  public static var allValueStrings: [String] { allCases.map(\.name) }
}
