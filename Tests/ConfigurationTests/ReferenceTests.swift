import Configuration
import Testing

@Suite struct ReferenceTests {
  private static let environment = [
    "X": "value", "EMPTY": "", "DOLLARS": "a$$b${X}", "LINES": "k: v\nk2: v2",
  ]

  /// The vectors of the OpenTelemetry configuration data model, in our spelling.
  @Test(arguments: [
    ("${env:X}", "value"), ("pre ${env:X} post ${env:X}", "pre value post value"),
    ("$$${env:X}", "$value"), ("$$$${env:X}", "$${env:X}"), ("$${env:X}", "${env:X}"), ("a $ b", "a $ b"),
    ("a$", "a$"), ("$$", "$"), ("${env:UNSET:-fallback}", "fallback"), ("${env:EMPTY:-fallback}", "fallback"),
    ("${env:X:-fallback}", "value"), ("${env:UNSET:-${X}}", "${X}"), ("${env:UNSET:-a:-b}", "a:-b"),
    ("${env:DOLLARS}", "a$$b${X}"), ("${env:X:?must be set}", "value"), ("${file:/run/name}", "from a file"),
  ])
  func substitutions(written: String, expected: String) throws {
    let configuration = try load(
      profile("service: { name: \"\(written)\" }"), environment: Self.environment,
      files: ["/run/name": "\n  from a file \n"])
    #expect(configuration.service.name == expected)
  }

  @Test func theSchemaGivesTheTypeAfterSubstitution() throws {
    let configuration = try load(
      profile(
        """
        prometheus: { port: "${env:PORT}", enabled: "${env:FLAG}" }
        plugins: { buckets: [1, "${env:BUCKET}"] }
        service: { name: "${env:UNSET:-}x" }
        limits:
          loops: ${env:UNSET:-}
        """), environment: ["PORT": "1", "FLAG": "false", "BUCKET": "2.5"])
    #expect(configuration.prometheus.port == 1)
    #expect(configuration.prometheus.enabled == false)
    #expect(configuration.plugins.buckets == [1, 2.5])
    #expect(configuration.limits.loops == nil)
  }

  @Test(arguments: [
    ("${N}", "a reference names its source: `env` or `file` [HG009]", "${env:N}"),
    ("${N:-1}", "a reference names its source: `env` or `file` [HG009]", "${env:N:-1}"),
    (
      "${env:UNSET}", "the variable UNSET is not set and `${env:UNSET}` has no default [HG010]",
      "${env:UNSET:-default}"
    ),
    (
      "${env:EMPTY}", "the variable EMPTY is not set and `${env:EMPTY}` has no default [HG010]",
      "${env:EMPTY:-default}"
    ),
    ("${env:UNSET:?ask the team}", "the variable UNSET is not set: ask the team [HG010]", nil),
    (
      "${env:1X}",
      "the name of a variable is letters, digits and `_`, and does not begin with a digit [HG009]", nil
    ),
    ("${env:X:+y}", "after the name of a variable comes `}`, `:-default` or `:?message` [HG009]", nil),
    ("${env:X", "`${` without its `}`; write `$${` for the characters themselves [HG009]", nil),
    ("${vault:x}", "there is no source `vault`; the sources are `env` and `file` [HG009]", nil),
    ("${}", "this is no reference; write `$${` for the characters themselves [HG009]", nil),
    ("${file:relative}", "`${file:…}` needs a path that begins with `/` [HG009]", nil),
    ("${file:/no}", "the file /no cannot be read: there is no such file [HG010]", nil),
  ])
  func problems(written: String, expected: String, suggestion: String?) throws {
    let result = loadResult(profile("service: { name: \"ab\(written)\" }"), environment: Self.environment)
    #expect(result.headlines == ["hephaestus.yaml:4:25: error: `service.name`: \(expected)"])
    #expect(result.diagnostics.first?.suggestion == suggestion)
  }

  @Test func whatAReferenceStandsForIsNeverShown() {
    let result = loadResult(
      """
      version: 1
      profiles:
        default:
          sampling: { ratio: "${env:SECRET}", sampler: "${env:SECRET}" }
          privacy: { pseudonym_key: "${env:SHORT}" }
          plugins: { buckets: ["${env:SECRET}"], enabled: "${env:SECRET}" }
          limits: { memory: "${env:SECRET}", loops: "${env:SECRET}" }
          receivers: { otlp: { request_timeout: "${env:SECRET}" } }
          admin: { listen: "${env:SECRET}" }
          service: { name: "${file:/secret}" }
          prometheus: { path: "${env:SECRET}", host: "${file:/secret}" }
          targets:
            a:
              endpoint: "${env:SECRET}"
              headers: { a: "${env:SECRET}\\n", content-type: "${env:SECRET}" }
              signals: ["${env:SECRET}"]
              retry: { give_up_after: "${env:SECRET}" }
              queue: { max_size: "${env:SECRET}" }
      """, environment: ["SECRET": "hunter2", "SHORT": "hunter2"], flags: ["sampling.ratio=${env:SECRET}"],
      files: ["/secret": "hunter2\u{7}"])
    #expect(result.diagnostics.count == 19)
    for finding in result.diagnostics {
      #expect(!finding.rendered.contains("hunter2"))
      #expect(!"\(finding)".contains("hunter2"))
    }
  }

  @Test func credentialsInFilesAreBlottedOutOfTheSourceLine() throws {
    let result = loadResult(
      profile("targets: { a: { endpont: x, headers: { authorization: Bearer hunter2, b: \"${env:T}\" } } }"),
      environment: ["T": "t"])
    #expect(
      result.diagnostics.first?.rendered == """
        hephaestus.yaml:4:21: error: there is no setting `targets.a.endpont` [HG002]
                targets: { a: { endpont: x, headers: { authorization: **************, b: "${env:T}" } } }
                                ^~~~~~~
        did you mean `endpoint`?
        """)
    let broken = loadResult("version: 1\nauthorization: \"Bearer hunter2\n")
    #expect(broken.diagnostics.count == 1)
    #expect(broken.diagnostics.first?.rendered.contains("hunter2") == false)
  }

  @Test func aConfigurationPrintsNoSecret() throws {
    let result = loadResult(
      environment: ["T": "hunter2", "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "a=hunter2"],
      flags: [
        "targets.a={endpoint: 'discard:', headers: {a: hunter2}}",
        "privacy.pseudonym_key=hunter2hunter2hunter2",
        "targets.a.headers.b=${env:T}", "service.name=${env:T}",
      ])
    let configuration = try #require(result.configuration)
    #expect(configuration.targets["a"]?.headers.first?.value.revealed == "hunter2")
    var dumped = ""
    dump(configuration.targets, to: &dumped)
    dump(configuration.privacy, to: &dumped)
    dump(result.settings, to: &dumped)
    #expect(!dumped.contains("hunter2"))
  }
}
