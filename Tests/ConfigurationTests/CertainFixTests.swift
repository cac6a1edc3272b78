import Configuration
import Testing

/// What `--fix` makes of files: the lines that are given, within a file whose other lines must stay.
@Suite struct CertainFixTests {
  private static let head = "version: 1 # first\n\nprofiles:\n  a: # the only one\n    enabled: false\n"

  @Test(arguments: [
    ("    samplign: { ratio: 0.1 } # why", "    sampling: { ratio: 0.1 } # why"),
    ("    'samplign':   { ratio: 0.1 }", "    sampling:   { ratio: 0.1 }"),
    ("    sampling: { smapler: always_off }", "    sampling: { sampler: always_off }"),
    (
      "    sampling: { sampler: parentbased_traceidration }",
      "    sampling: { sampler: parentbased_traceidratio }"
    ),
    ("    privacy: { mode: \"Strict\" } # loud", "    privacy: { mode: strict } # loud"),
    ("    prometheus: { enabled: no }", "    prometheus: { enabled: false }"),
    ("    sampling: { ratio: 5% }", "    sampling: { ratio: 0.05 }"),
    ("    prometheus: { path: metrics }", "    prometheus: { path: /metrics }"),
    ("    targets: { x: { endpoint: console } }", "    targets: { x: { endpoint: \"console:\" } }"),
    (
      "    targets: { x: { endpoint: \"discard:\", signals: traces } }",
      "    targets: { x: { endpoint: \"discard:\", signals: [traces] } }"
    ),
    ("    service: { name: \"${NAME}\" }", "    service: { name: \"${env:NAME}\" }"),
    (
      "    service:\n      name: build-${NAME:-x} # here",
      "    service:\n      name: build-${env:NAME:-x} # here"
    ),
    ("    sampling: { ratio: ${env:RATIO} }", "    sampling: { ratio: \"${env:RATIO}\" }"),
    ("    service: { name: b, name: b } # twice", "    service: { name: b } # twice"),
    (
      "    receivers: { otlp: { grpc: { endpoint: \"127.0.0.1:5000\" } } }",
      "    receivers: { otlp: { grpc: { listen: \"127.0.0.1:5000\" } } }"
    ),
    ("    lint: { HG1O4: off }", "    lint: { HG104: off }"),
    ("    service: { name: b } # hg-ignore HG104 old", "    service: { name: b }"),
    (
      "    admin: { listen: \"127.0.0.1:80\" } # hg-ignore HG104 HG114 old",
      "    admin: { listen: \"127.0.0.1:80\" } # hg-ignore HG114 old"
    ),
  ])
  func mends(before: String, after: String) {
    #expect(Self.fixed(Self.head + before + "\n# last\n") == Self.head + after + "\n# last\n")
  }

  @Test(arguments: [
    (
      "bundles:\n  b: {}\nprofiles: { a: { bundles: b } }\n",
      "version: 1\nbundles:\n  b: {}\nprofiles: { a: { bundles: [b] } }\n"
    ),
    ("# A comment.\n\nprofiles: {}\n", "# A comment.\n\nversion: 1\nprofiles: {}\n"),
    ("  profiles: {}\n", "  version: 1\n  profiles: {}\n"),
    ("version: 1\nprofils: {}\n", "version: 1\nprofiles: {}\n"),
    ("version: 1\r\nprofiles: {}\r\nprofiles: {}\r\n", "version: 1\r\nprofiles: {}\r\n"),
    ("version: 1\n# hg-ignore HG104\nprofiles: {}\n", "version: 1\nprofiles: {}\n"),
  ])
  func mendsFiles(before: String, after: String) { #expect(Self.fixed(before) == after) }

  /// Where something else may have been meant, or the change would not keep everything, nothing is changed.
  @Test(arguments: [
    "    targets: { x: { endpoint: \"https://c:4317\" } }",
    "    receivers: { otlp: { max_message_size: 64, request_timeout: 30 } }",
    "    limits: { memory: 512M }",
    "    targets: { x: { endpoint: \"discard:\", signals: \"traces, logs\" } }",
    "    sampling: { ratio: 0.1 }\n    samplign: { ratio: 0.2 }",
    "    prometheus: { part: 2 }",
    "    service: { name: b, name: c }",
    "    service: { name: \"a\\x24{NAME}\" }",
    "    privacy: { mode: &mode Strict }",
    "    sampling: { sampler: on }",
    "    targets: { x: { endpoint: \"htp://c\", headers: { authorization: ${env:T:-secret} } } }",
    "    lint: { HG124X: off }",
  ])
  func leaves(line: String) {
    let file = Self.head + line + "\n"
    let fixed = Self.fixed(file)
    #expect(fixed == file)
  }

  @Test func aSettingUnderItsOldNameCountsAndIsRenamed() throws {
    let settings = Schema.current.settings
    let schema = Schema(
      settings,
      renamed: [
        RenamedSetting("targets.NAME.best_effort_queue", now: "targets.NAME.queue"),
        RenamedSetting("prometheus.address", now: "prometheus.host"),
        RenamedSetting("telemetry", now: "enabled"),
      ])
    let file = """
      version: 1
      profiles:
        a:
          telemetry: "false"
          prometheus: { "address": 0.0.0.0, port: 80 } # here
          targets: { x: { endpoint: "discard:", best_effort_queue: { max_sizes: 1MiB } } }
        b: { enabled: false, telemetry: true }

      """
    let validator = ConfigurationValidator(files: MemoryFiles(["f.yaml": file]), schema: schema)
    #expect(
      validator.validate(paths: ["f.yaml"]).diagnostics.map(\.headline) == [
        "f.yaml:4:5: warning: `telemetry` is called `enabled` now [HG120]",
        "f.yaml:5:19: warning: `prometheus.address` is called `prometheus.host` now [HG120]",
        "f.yaml:6:43: warning: `targets.x.best_effort_queue` is called `targets.x.queue` now [HG120]",
        "f.yaml:6:64: error: there is no setting `targets.x.queue.max_sizes` [HG002]",
        "f.yaml:7:24: warning: `telemetry` is called `enabled` now [HG120]",
      ])
    let fixed = Self.fixed(file, schema: schema)
    #expect(
      fixed
        == file.replacing("telemetry: \"false\"", with: "enabled: \"false\"").replacing(
          "\"address\"", with: "host"
        )
        .replacing("best_effort_queue", with: "queue").replacing("max_sizes", with: "max_size"))
  }

  private static func fixed(_ text: String, schema: Schema = .current) -> String {
    let proposal = ConfigurationFixer(files: MemoryFiles(["f.yaml": text])) { files in
      ConfigurationValidator(files: files, schema: schema).validate(paths: ["f.yaml"])
    }.proposal()
    return proposal.changes.first.map { String(decoding: $0.after, as: UTF8.self) } ?? text
  }
}
