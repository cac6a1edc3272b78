package import Configuration
internal import YAMLTree

/// What libFuzzer calls with every input. A crash, a precondition that does not hold, an input that takes
/// more than seconds: all of it is a finding.
///
/// - Returns: 0; libFuzzer asks for nothing else.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzConfiguration(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let files = FuzzFiles(bytes)
  checkTree(bytes)
  checkFindings(files)
  checkProfiles(files)
  checkFlags(bytes)
  return 0
}

private let context = ReportContext(workingDirectory: "/", toolVersion: "0")

private func checkTree(_ bytes: [UInt8]) {
  let document = YAMLDocument(parsing: bytes, file: "f")
  if document.failure != nil { precondition(document.root == nil) }
}

/// Files judged alone, in every format, and mended.
private func checkFindings(_ files: FuzzFiles) {
  let validator = ConfigurationValidator(files: files)
  let report = validator.validate(paths: [FuzzFiles.main])
  precondition(report.unopened == 0)
  for finding in report.diagnostics {
    precondition(!finding.message.isEmpty && !finding.headline.contains("\n"), "a message is one line")
    if let line = finding.line, let column = finding.column { precondition(line > 0 && column > 0) }
  }
  for format in ReportFormat.allCases {
    precondition(!format.rendering(of: report, in: context).isEmpty || format == .github)
  }
}

/// Every profile loaded as for `run`, with variables and without, and explained: what is printed loads again.
private func checkProfiles(_ files: FuzzFiles) {
  let environment = ["X": "value", "HEPHAESTUS_CONFIG": FuzzFiles.main]
  let loader = ConfigurationLoader(environment: environment, files: files)
  let list = loader.profiles(configPath: nil, profile: nil)
  for profile in list.profiles.prefix(4) {
    let result = loader.load(configPath: nil, profile: profile.name, overrides: [])
    precondition((result.configuration == nil) == result.diagnostics.contains { $0.severity == .error })
    let explained = loader.load(configPath: nil, profile: profile.name, overrides: [], mode: .filesAlone)
    guard explained.configuration != nil else { continue }
    let text = Explanation(explained).file()
    let document = YAMLDocument(parsing: Array(text.utf8), file: "explained")
    precondition(document.failure == nil && document.faults.isEmpty, "what is explained is YAML")
  }
}

/// The input as the value of `--set`, for each shape a setting may have.
private func checkFlags(_ bytes: [UInt8]) {
  guard bytes.count <= 256, let text = String(validating: bytes, as: UTF8.self) else { return }
  let loader = ConfigurationLoader(environment: ["X": "value"], files: FuzzFiles([]))
  let flags = [
    text, "sampling.ratio=\(text)", "targets.t.endpoint=\(text)", "plugins=\(text)",
    "plugins.buckets=\(text)",
    "targets.t.headers=\(text)", "limits.memory=\(text)", "delivery.drain_timeout=\(text)",
    "admin.listen=\(text)", "sampling.keep.attributes=\(text)", "sampling.by_service=\(text)",
    "sampling.rate_limit=\(text)", "privacy.drop=\(text)", "privacy.patterns=\(text)",
    "privacy.patterns.p.pattern=\(text)",
  ]
  for flag in flags { _ = loader.load(configPath: nil, profile: nil, overrides: [flag]) }
}
