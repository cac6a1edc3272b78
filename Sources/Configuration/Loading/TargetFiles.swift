/// The files that targets name, looked at before anything starts: a certificate that is not there must not
/// wait for the first connection to be missed.
struct TargetFiles {
  private static let maxBytes = 1 << 20

  let files: any FileReader

  /// What cannot be read of the files that the targets with these names use.
  func findings(_ settings: ResolvedSettings, of names: some Sequence<String>) -> [Diagnostic] {
    let drafts = settings.draft().targets
    var findings: [Diagnostic] = []
    for name in names.sorted() {
      guard let draft = drafts[name] else { continue }
      for signal in [nil] + GatewayConfiguration.SignalName.allCases.map(Optional.some) {
        let options = draft[signal]
        for (setting, file) in [
          ("ca_file", options.caFile), ("cert_file", options.certFile), ("key_file", options.keyFile),
        ] {
          guard let file, let problem = problem(with: file) else { continue }
          let components = ["targets", name] + (signal.map { [$0.rawValue] } ?? []) + ["tls", setting]
          findings.append(finding(file, problem, settings, SettingPath(components)))
        }
      }
    }
    return findings
  }

  private func problem(with file: String) -> FileProblem? {
    do throws(FileProblem) {
      _ = try files.read(file, maxBytes: Self.maxBytes)
      return nil
    } catch {
      return error
    }
  }

  private func finding(
    _ file: String, _ problem: FileProblem, _ settings: ResolvedSettings, _ path: SettingPath
  ) -> Diagnostic {
    let assignment = settings.assignment(at: path)
    let isSecret = assignment?.isSecret ?? false
    let subject = assignment?.subject ?? "`\(path)`"
    return Diagnostic(
      .error, .unreadable,
      "\(subject) names a file that cannot be read\(isSecret ? "" : ", `\(file.shown)`"): \(problem)",
      at: assignment?.place, path: path)
  }
}
