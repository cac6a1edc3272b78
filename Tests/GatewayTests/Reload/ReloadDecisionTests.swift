import Configuration
import Gateway
import Testing

/// What is done about a loaded configuration, decided without a socket.
@Suite struct ReloadDecisionTests {
  static let base = """
    enabled: true
    targets: { a: { endpoint: "https://a.example:4318", headers: { authorization: "Bearer ${file:/token}" } } }
    """

  func decide(
    _ old: String, _ new: String, files: [String: String] = [:], newFiles: [String: String] = [:]
  ) -> ReloadDecision {
    let files = ["/token": "one"].merging(files) { $1 }
    return ReloadDecision(
      from: loaded(old, files: files), to: loaded(new, files: files.merging(newFiles) { $1 }))
  }

  @Test(arguments: [
    base, base + "\nsampling: { ratio: 0.2 }", base + "\nlimits: { memory: 524288KiB }",
    base + "\nprometheus: { port: 9464 } # the default",
  ])
  func whatMeansTheSameIsUnchanged(_ new: String) {
    #expect(decide(Self.base, new).isUnchanged)
  }

  @Test(arguments: [
    ("sampling: { ratio: 0.5 }", "sampling.ratio changed from 0.2 (the default) to 0.5"),
    ("service: { attributes: { team: x } }", "service.attributes.team changed from nothing to x"),
    (
      "delivery: { batch: { max_delay: 1s } }",
      "delivery.batch.max_delay changed from 200ms (the default) to 1s"
    ),
    ("limits: { memory: 1GiB }", "limits.memory changed from 512MiB (the default) to 1GiB"),
    ("targets: { b: { endpoint: \"discard:\", timeout: 1s } }", "targets.b is added"),
  ])
  func changesAreToldByPath(_ addition: String, _ line: String) {
    let base = "enabled: true"
    #expect(decide(base, base + "\n" + addition).changes == [line])
  }

  @Test func secretsAreNeverTold() {
    let renewed = decide(Self.base, Self.base, newFiles: ["/token": "two"])
    #expect(renewed.changes == ["targets.a.headers.authorization changed; it is secret"])
    #expect(renewed.plan?.moved == ["a"])
    let literal = decide(
      "privacy: { pseudonym_key: aaaaaaaaaaaaaaaa }", "privacy: { pseudonym_key: bbbbbbbbbbbbbbbb }")
    #expect(literal.changes == ["privacy.pseudonym_key changed; it is secret"])
    #expect(literal.plan?.changesEngine == true)
  }

  @Test(arguments: Schema.current.settings.filter(\.needsRestart).map { $0.pattern.joined(separator: ".") })
  func aSettingThatNeedsARestartIsRefusedByName(_ path: String) throws {
    // Only one guarantee is there to choose.
    if path == "delivery.guarantee" { return }
    let values = ["limits.loops": "3", "plugins.buckets": "[1, 2]", "span_metrics.buckets": "[1, 2]"]
    let value = try #require(values[path], "a value for the new setting")
    let parts = path.split(separator: ".")
    let decision = decide(
      "enabled: true", "enabled: true\nsampling: { ratio: 0.5 }\n\(parts[0]): { \(parts[1]): \(value) }")
    #expect(decision.obstacles.map(\.path) == [path])
    let diagnostic = try #require(decision.obstacles.first)
    #expect(diagnostic.logMessage.hasPrefix("f.yaml:6:"))
    #expect(diagnostic.message.contains("`\(path)` can only change with a restart"))
    #expect(diagnostic.code == .needsRestart)
  }

  @Test(arguments: [
    ("sampling: { ratio: 0.5 }", true), ("privacy: { mode: minimal }", true), ("service: { name: x }", true),
    ("plugins: { enabled: false }", true), ("plugins: { source: spans }", true),
    ("span_metrics: { enabled: true }", true), ("enabled: false", true),
    // Nobody would see them.
    ("span_metrics: { dimensions: [x] }", false),
    ("prometheus: { enabled: false }\nspan_metrics: { enabled: true }", false),
    ("limits: { memory: 1GiB }", false),
    ("delivery: { drain_timeout: 1s }", false),
  ])
  func theEngineIsMadeAgainForWhatItDoes(_ addition: String, _ changes: Bool) throws {
    let kept = Self.base.replacing(
      "enabled: true\n", with: addition.hasPrefix("enabled") ? "" : "enabled: true\n")
    let plan = try #require(decide(Self.base, kept + "\n" + addition).plan)
    #expect(plan.changesEngine == changes)
  }

  @Test(arguments: [
    ("timeout: 1s", true), ("compression: none", true), ("signals: [traces]", true),
    ("headers: { x: y }", true), ("endpoint: \"http://b.example\"", true), ("protocol: http/json", true),
    ("tls: { ca_file: ca.pem }", true), ("required: false", false), ("queue: { max_size: 1MiB }", false),
    ("retry: { max_interval: 1s }", false),
  ])
  func aTargetIsReachedAnewWhereTheWayChanges(_ setting: String, _ isMoved: Bool) throws {
    let endpoint = setting.hasPrefix("endpoint") ? "" : "endpoint: \"https://a.example\", "
    let plan = try #require(
      decide(
        "enabled: true\ntargets: { a: { endpoint: \"https://a.example\" }, same: { endpoint: \"discard:\" } }",
        "enabled: true\ntargets: { a: { \(endpoint)\(setting) }, same: { endpoint: \"discard:\" } }"
      ).plan)
    #expect(plan.moved == (isMoved ? ["a"] : []))
    #expect(plan.listeners.isEmpty)
  }

  @Test func listenersMoveOneByOne() throws {
    let plan = try #require(
      decide(
        Self.base,
        Self.base + """

          receivers: { otlp: { http: { listen: "127.0.0.1:4319" } } }
          admin: { listen: "127.0.0.1:1" }
          prometheus: { enabled: false }
          """
      ).plan)
    #expect(
      plan.listeners == [
        .http: .move(to: .init(host: "127.0.0.1", port: 4319)),
        .admin: .move(to: .init(host: "127.0.0.1", port: 1)),
        .prometheus: .close,
      ])
    #expect(plan.moved.isEmpty && !plan.changesEngine)
  }

  static let tls = "receivers: { otlp: { grpc: { tls: { cert_file: cert.pem, key_file: key.pem } } } }"
  static let clientTLS =
    "receivers: { otlp: { grpc: { tls: { cert_file: cert.pem, key_file: key.pem, client_ca_file: ca.pem } } } }"

  @Test(arguments: [
    (tls, tls, ["cert.pem": "new"], false), (clientTLS, clientTLS, ["key.pem": "new"], false),
    (clientTLS, clientTLS, ["ca.pem": "new"], true), (tls, clientTLS, [:], true), ("{}", tls, [:], true),
    (tls, "{}", [:], true),
  ])
  func connectionsStayUnlessTheyWereAdmittedByOtherRules(
    _ old: String, _ new: String, _ files: [String: String], _ retires: Bool
  ) throws {
    let unset = { (text: String) in text == "{}" ? "enabled: true" : "enabled: true\n" + text }
    let plan = try #require(decide(unset(old), unset(new), newFiles: files).plan)
    #expect(plan.listeners == [.grpc: .secure(retiringAdmitted: retires)])
  }

  @Test func aRenewedFileIsAChangeOfItsOwn() {
    let decision = decide(
      "enabled: true\n" + Self.tls, "enabled: true\n" + Self.tls, newFiles: ["cert.pem": "new"])
    #expect(decision.changes == ["receivers.otlp.grpc.tls.cert_file names a file with new contents"])
  }
}
