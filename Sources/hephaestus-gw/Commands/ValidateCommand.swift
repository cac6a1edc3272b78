internal import ArgumentParser
internal import Configuration

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// `hephaestus-gw validate`: checks files alone, as a CI job does.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check configuration files, every profile and bundle in them.",
    discussion: """
      Files are judged alone, without environment variables or secrets, so that every machine gives the same \
      answer. With --environment the profile that run would take here (--profile, else HEPHAESTUS_PROFILE, \
      else default) is also judged as run would: with this machine's variables, references, files and \
      certificates.

      Exits 0 if there is nothing to object to, 1 if there is, 2 if a file cannot be opened.
      """)

  private static let allRules = "all"

  @Argument(help: "Files to check, - for standard input. Without any, the file that run would read.")
  var files: [String] = []

  @Option(help: "Check only this profile and what it builds on.")
  var profile: String?

  @Flag(help: "Add what depends on this machine: variables, references, files and certificates.")
  var environment = false

  @OptionGroup var includes: IncludeOptions

  @Flag(help: "Exit 1 for warnings too.")
  var strict = false

  @Option(
    help: "For a person, a script, code scanning (SARIF 2.1.0), GitHub Actions or GitLab's code quality.")
  var format = ReportFormat.text

  @Flag(
    help: "Make the fixes that are certain, in the files themselves; the rest of each file stays as it is.")
  var fix = false

  @Option(
    defaultAsFlag: Self.allRules,
    help: ArgumentHelp(
      "Explain a rule, such as HG004, instead of checking anything; without a code, list all rules.",
      valueName: "code"))
  var explain: String?

  func validate() throws {
    if let explain {
      guard files.isEmpty, profile == nil, !environment, !strict, !fix, format == .text else {
        throw ValidationError("--explain checks nothing: it stands alone.")
      }
      guard explain == Self.allRules || RulePage.named(explain) != nil else {
        let guess = RulePage.suggestion(for: explain).map { "; did you mean \($0)?" } ?? "."
        throw ValidationError("There is no rule \(explain)\(guess) --explain alone lists them.")
      }
    }
    if fix, files.contains("-") {
      throw ValidationError("--fix changes files; standard input is none. Name the file instead of -.")
    }
  }

  func run() throws {
    let machine = Machine.current
    let style = TextStyle(isTerminal: isatty(STDOUT_FILENO) == 1, environment: machine.environment)
    if let explain {
      print(RulePage.named(explain)?.rendered(in: style) ?? RulePage.list(in: style), terminator: "")
      return
    }
    let fixed = fix ? try mend(machine) : []
    var report = judge(machine, LocalFiles())
    report.fixed = fixed
    let context = ReportContext(
      workingDirectory: LocalFiles().canonicalPath("."), toolVersion: Version.current, style: style)
    print(format.rendering(of: report, in: context), terminator: "")
    if format != .text {
      for diagnostic in fixed { StandardError.write("fixed \(diagnostic.headline)") }
    }
    let code = report.exitCode(strict: strict)
    if code != 0 { throw ExitCode(code) }
  }

  private func judge(_ machine: Machine, _ reader: any FileReader) -> ValidationReport {
    ConfigurationValidator(
      environment: machine.environment, files: reader,
      allowsExternalIncludes: includes.allowExternalIncludes
    ).validate(
      paths: files, profile: profile, machine: environment ? machine : nil)
  }

  /// Writes what can be fixed, and says what was.
  private func mend(_ machine: Machine) throws -> [Diagnostic] {
    let proposal = ConfigurationFixer { judge(machine, $0) }.proposal()
    for change in proposal.changes {
      do {
        try LocalFiles().replace(change.path, before: change.before, with: change.after)
      } catch {
        StandardError.write("\(change.path) cannot be fixed: \(error)")
        throw ExitCode(2)
      }
    }
    for diagnostic in proposal.refused {
      StandardError.write("not fixed, because other findings would come of it: \(diagnostic.headline)")
    }
    return proposal.fixed
  }
}

extension ReportFormat: ExpressibleByArgument {}
