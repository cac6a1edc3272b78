import Configuration
import Testing

/// Files that say what they are: `cert NAME FROM TO` (several lines are a chain) and `key NAME`.
private struct FakePEM: CertificateReader {
  private func words(_ pem: [UInt8]) -> [[Substring]] {
    String(decoding: pem, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
  }

  func validities(ofCertificates pem: [UInt8]) -> [CertificateValidity] {
    words(pem).compactMap { line in
      guard line.count == 4, line[0] == "cert", let from = Int64(line[2]), let to = Int64(line[3]) else {
        return nil
      }
      return CertificateValidity(notBefore: from, notAfter: to)
    }
  }

  func isPrivateKey(_ pem: [UInt8]) -> Bool { words(pem).first?.first == "key" }

  func isKey(_ key: [UInt8], ofChain chain: [UInt8]) -> Bool {
    words(key).first?.last == words(chain).first?.dropFirst().first
  }
}

@Suite struct MachineTests {
  private static let day: Int64 = 86_400
  /// 2026-09-30.
  private static let now: Int64 = 1_790_726_400

  private static let files = [
    "/c": "cert a 0 \(now + 90 * day)", "/k": "key a", "/other-k": "key b", "/text": "hello",
    "/old": "cert a 0 \(now - 1)", "/soon": "cert a 0 \(now + 30 * day - 1)",
    "/month": "cert a 0 \(now + 30 * day)",
    "/early": "cert a \(now + day) \(now + 90 * day)",
    "/chain": "cert a 0 \(now + 90 * day)\ncert root 0 5",
    "/authorities": "cert old 0 5\ncert new 0 \(now + 90 * day)", "/expired": "cert old 0 5\ncert older 0 4",
    "/token": "hunter2", "/run/secrets/token": "hunter2",
  ]

  private func findings(
    _ settings: String, environment: [String: String] = [:], modes: [String: Int] = [:],
    unreadable: Set<String> = [], state: String? = "/state", writable: Set<String> = ["/state"]
  ) -> [String] {
    var files = Self.files
    files["f.yaml"] = profile(settings)
    let reader = MemoryFiles(files, unreadable: unreadable, modes: modes, writable: writable)
    let machine = Machine(
      environment: environment, certificates: FakePEM(), now: Self.now, stateDirectory: state)
    let report = ConfigurationValidator(environment: environment, files: reader).validate(
      paths: ["f.yaml"], machine: machine)
    return report.diagnostics.filter { $0.code.rawValue.hasPrefix("HG2") || $0.code == .unreadable }.map {
      // The place of the message is for other tests.
      "\($0.severity) \($0.code.rawValue) \($0.path ?? "-"): \($0.message.drop { $0 != " " }.dropFirst())"
    }
  }

  @Test(arguments: [
    (["OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.2"], "", "20 % of 20 % is 4 %"),
    (
      ["OTEL_TRACES_SAMPLER": "parentbased_traceidratio"], "sampling: { ratio: 0.05 }", "5 % of 5 % is 0.25 %"
    ),
    (["OTEL_TRACES_SAMPLER": "always_on"], "sampling: { ratio: 0.05 }", nil),
    (["OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "1"], "", nil),
    // The programs read the sampler; an argument alone they do not.
    (["OTEL_TRACES_SAMPLER_ARG": "0.2"], "", nil),
    ([:], "sampling: { ratio: 0.05 }", nil),
  ])
  func programsWithTheSameVariablesSampleToo(
    environment: [String: String], settings: String, words: String?
  ) {
    let machine = Machine(environment: environment, stateDirectory: "/state")
    let files = MemoryFiles(["f.yaml": profile("enabled: true\n\(settings)")], writable: ["/state"])
    let report = ConfigurationValidator(environment: environment, files: files).validate(
      paths: ["f.yaml"], machine: machine)
    let found = report.diagnostics.filter { $0.code == .doubleSampling }
    #expect(found.map { $0.message.contains(words ?? "?") } == (words == nil ? [] : [true]))
  }

  private static func listener(_ cert: String, _ key: String = "/k") -> String {
    "receivers: { otlp: { http: { tls: { cert_file: \(cert), key_file: \(key) } } } }"
  }

  private static let certPath = "receivers.otlp.http.tls.cert_file"
  private static let keyPath = "receivers.otlp.http.tls.key_file"

  @Test(arguments: [
    (listener("/c"), []), (listener("/month"), []), (listener("/chain"), []),
    (
      listener("/no"),
      ["error HG020 \(certPath): names a file that cannot be read, `/no`: there is no such file"]
    ),
    (
      listener("/c", "/no"),
      ["error HG020 \(keyPath): names a file that cannot be read, `/no`: there is no such file"]
    ),
    (
      listener("/text"),
      ["error HG201 \(certPath): `/text` holds no certificate in PEM form (`-----BEGIN CERTIFICATE-----`)"]
    ),
    (
      listener("/c", "/text"),
      ["error HG201 \(keyPath): `/text` holds no private key in PEM form that needs no passphrase"]
    ),
    (
      listener("/c", "/other-k"),
      ["error HG202 \(keyPath): `/other-k` is not the key of the certificate in `cert_file`"]
    ),
    (listener("/old"), ["error HG204 \(certPath): `/old` holds a certificate that expired on 2026-09-29"]),
    (
      listener("/soon"), ["warning HG205 \(certPath): `/soon` holds a certificate that expires on 2026-10-29"]
    ),
    (
      listener("/early"),
      ["warning HG206 \(certPath): `/early` holds a certificate that is valid only from 2026-10-01"]
    ),
    (
      "receivers: { otlp: { grpc: { tls: { cert_file: /c, key_file: /k, client_ca_file: /text } } } }",
      [
        "error HG201 receivers.otlp.grpc.tls.client_ca_file: `/text` holds no certificate in PEM form "
          + "(`-----BEGIN CERTIFICATE-----`)"
      ]
    ),
    (
      "enabled: true\ntargets: { t: { endpoint: \"https://a\", tls: { ca_file: /authorities } } }", []
    ),
    (
      "enabled: true\ntargets: { t: { endpoint: \"https://a\", tls: { ca_file: /expired } } }",
      [
        "error HG204 targets.t.tls.ca_file: `/expired` holds authorities of which the last expired on 1970-01-01"
      ]
    ),
    // Nothing is connected to.
    ("targets: { t: { endpoint: \"https://a\", tls: { ca_file: /expired } } }", []),
    // A signal's own certificate goes with the target's key.
    (
      """
      enabled: true
      targets: { t: { endpoint: "https://a", tls: { cert_file: /c, key_file: /k }, logs: { tls: { key_file: /other-k } } } }
      """,
      [
        "error HG202 targets.t.logs.tls.key_file: `/other-k` is not the key of the certificate in `cert_file`"
      ]
    ),
  ])
  func filesOfTLS(settings: String, expected: [String]) {
    #expect(findings(settings) == expected)
  }

  @Test(arguments: [
    (Int64(0), "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
    (951_782_400, "2000-02-29"), (951_868_800, "2000-03-01"), (4_107_542_400, "2100-03-01"),
    (1_709_164_800, "2024-02-29"), (1_735_689_599, "2024-12-31"), (253_402_300_799, "9999-12-31"),
    (-2_208_988_800, "1900-01-01"),
  ])
  func dates(second: Int64, expected: String) {
    let files = MemoryFiles([
      "f.yaml": profile(Self.listener("/x")), "/x": "cert a \(second) 0", "/k": "key a",
    ])
    let machine = Machine(
      environment: [:], certificates: FakePEM(), now: second - 1, stateDirectory: "/state")
    let report = ConfigurationValidator(files: files).validate(paths: ["f.yaml"], machine: machine)
    #expect(report.diagnostics.contains { $0.message.hasSuffix("is valid only from \(expected)") })
  }

  @Test(arguments: [
    (0o600, false), (0o640, false), (0o400, false), (0o644, true), (0o604, true), (0o777, true),
    (0o700, false),
  ])
  func aKeyThatEverybodyMayRead(mode: Int, isExposed: Bool) {
    let found = findings(Self.listener("/c"), modes: ["/k": mode])
    let text =
      "warning HG203 \(Self.keyPath): `/k` holds a private key that every user of this machine can read "
      + "(mode \(String(mode, radix: 8))); `chmod 600` it"
    #expect(found == (isExposed ? [text] : []))
  }

  @Test(arguments: [("/token", true), ("/run/secrets/token", false)])
  func aSecretThatEverybodyMayRead(path: String, isExposed: Bool) {
    let found = findings(
      """
      enabled: true
      targets: { t: { endpoint: "https://a", headers: { authorization: "Bearer ${file:\(path)}" } } }
      """, modes: [path: 0o444])
    let text =
      "warning HG203 targets.t.headers.authorization: every user of this machine can read `/token` (mode 444); "
      + "`chmod 600` it"
    #expect(found == (isExposed ? [text] : []))
  }

  @Test func aPathThatCameThroughAReferenceIsNotShown() {
    let settings = "receivers: { otlp: { http: { tls: { cert_file: \"${env:CERT}\", key_file: /k } } } }"
    #expect(
      findings(settings, environment: ["CERT": "/hunter2"]) == [
        "error HG020 \(Self.certPath): names a file that cannot be read: there is no such file"
      ])
    #expect(
      findings(settings, environment: ["CERT": "/old"]) == [
        "error HG204 \(Self.certPath): its file holds a certificate that expired on 2026-09-29"
      ])
  }

  @Test(
    arguments: [
      ("/state", ["/state"], true), ("/state", [], false), (nil, [], false),
    ] as [(String?, Set<String>, Bool)])
  func whereAPseudonymKeyCannotBeKept(state: String?, writable: Set<String>, isKept: Bool) {
    let settings = "enabled: true\ntargets: { t: { endpoint: \"discard:\" } }"
    let found = findings(settings, state: state, writable: writable)
    #expect(found.map { $0.prefix(13) } == (isKept ? [] : ["warning HG207"]))
    let given = settings + "\nprivacy: { pseudonym_key: \"0123456789abcdef\" }"
    #expect(findings(given, state: state, writable: writable) == [])
  }

  @Test func aRelativeFileNeedsAStateDirectory() {
    let settings =
      "enabled: true\nprivacy: { pseudonym_key: 0123456789abcdef }\ntargets: { t: { endpoint: \"file:x\" } }"
    #expect(findings(settings) == [])
    #expect(
      findings(settings, state: nil) == [
        "error HG208 targets.t.endpoint: is relative to the state directory, and there is none: set "
          + "STATE_DIRECTORY or write an absolute path"
      ])
  }

  @Test func whatRunRefusesIsWhatValidateFinds() {
    let file = profile(Self.listener("/old"))
    let machine = Machine(
      environment: ["OTEL_TRACES_SAMPLER": "x"],
      files: MemoryFiles(Self.files.merging(["hephaestus.yaml": file]) { $1 }), certificates: FakePEM(),
      now: Self.now, stateDirectory: "/state")
    let loaded = ConfigurationLoader(machine: machine).load(configPath: nil, profile: nil, overrides: [])
    let report = ConfigurationValidator(files: machine.files).validate(
      paths: ["hephaestus.yaml"], machine: machine)
    #expect(loaded.configuration == nil)
    #expect(loaded.diagnostics.map(\.code) == [.expiredCertificate, .environment])
    #expect(report.diagnostics == loaded.diagnostics)
  }
}

@Suite struct ListenerTLSTests {
  @Test(arguments: [
    ("{ cert_file: /c }", "cert_file", "key_file"), ("{ key_file: /k }", "key_file", "cert_file"),
    ("{ client_ca_file: /a }", "client_ca_file", "cert_file"),
    ("{ cert_file: \"${env:CERT}\", client_ca_file: /a }", "cert_file", "key_file"),
  ])
  func aCertificateAndItsKeyGoTogether(tls: String, has: String, lacks: String) {
    let file = profile("receivers: { otlp: { grpc: { tls: \(tls) } } }")
    let message = "`receivers.otlp.grpc.tls.\(has)` needs `\(lacks)` beside it [HG016]"
    let report = ConfigurationValidator(files: MemoryFiles(["f.yaml": file])).validate(paths: ["f.yaml"])
    #expect(
      report.diagnostics.map(\.headline).filter { $0.hasSuffix("[HG016]") }.map {
        String($0.suffix(message.count))
      } == [message])
    let loaded = loadResult(file, environment: ["CERT": "/c"], files: ["/c": "", "/k": "", "/a": ""])
    #expect(loaded.headlines.map { String($0.suffix(message.count)) } == [message])
  }
}

@Suite struct LevelsOfMachineFindingsTests {
  private func codes(_ file: String) -> [String] {
    var files = ["/k": "key a", "/old": "cert a 0 5", "f.yaml": file]
    files["hephaestus.yaml"] = file
    let machine = Machine(
      environment: [:], files: MemoryFiles(files, modes: ["/k": 0o644], writable: ["/state"]),
      certificates: FakePEM(), now: 100, stateDirectory: "/state")
    let report = ConfigurationValidator(files: machine.files).validate(paths: ["f.yaml"], machine: machine)
    let loaded = ConfigurationLoader(machine: machine).load(configPath: nil, profile: nil, overrides: [])
    #expect(report.diagnostics.map(\.code).contains { !loaded.diagnostics.map(\.code).contains($0) } == false)
    return report.diagnostics.map { "\($0.severity) \($0.code.rawValue)" }
  }

  @Test func aFileSetsTheLevelOfWhatTheMachineShows() {
    let profile = """
      version: 1
      profiles:
        default:
          enabled: false
          receivers: { otlp: { http: { tls: { cert_file: /old, key_file: /k } } } }

      """
    #expect(codes(profile) == ["error HG204", "warning HG203"])
    #expect(codes("\(profile)lint: { HG204: warning, HG203: error }\n") == ["warning HG204", "error HG203"])
    #expect(codes("\(profile)lint: { HG204: off, HG203: off }\n") == [])
    #expect(codes(profile.replacing("/k } } } }", with: "/k } } } } # hg-ignore HG203 HG204")) == [])
  }
}

@Suite struct MachineProfileTests {
  private static let file = """
    version: 1
    profiles:
      default: { service: { name: "${env:NAME}" } }
      ci: { service: { name: "${env:CI_NAME}" }, sampling: { ratio: 2 } }
    """

  private func codes(_ environment: [String: String], profile: String? = nil, text: String = file) -> [String]
  {
    let report = ConfigurationValidator(environment: environment, files: MemoryFiles(["f.yaml": text]))
      .validate(
        paths: ["f.yaml"], profile: profile, machine: Machine(environment: environment, stateDirectory: "/s"))
    return report.diagnostics.map { "\($0.line ?? 0) \($0.code.rawValue)" }
  }

  @Test func theProfileThatRunWouldTakeIsJudgedHereAndTheOthersAlone() {
    #expect(codes([:]) == ["3 HG010", "4 HG004"])
    #expect(codes(["NAME": "x"]) == ["4 HG004"])
    #expect(codes(["HEPHAESTUS_PROFILE": "ci"]) == ["4 HG010", "4 HG004"])
    #expect(codes([:], profile: "ci") == ["4 HG010", "4 HG004"])
    #expect(codes(["CI_NAME": "x"], profile: "ci") == ["4 HG004"])
  }

  @Test func aProfileThatIsNotThereIsFoundOnce() {
    #expect(codes([:], profile: "nix") == ["0 HG007"])
    #expect(codes(["HEPHAESTUS_PROFILE": "nix"]) == ["4 HG004", "0 HG007"])
    #expect(codes([:], text: "version: 1\nprofiles: { other: {} }") == ["0 HG007"])
  }

  @Test func aBadVariableOfTheEnvironmentIsFoundOnceForAllFiles() {
    let files = MemoryFiles(["a.yaml": profile("{}"), "b.yaml": profile("{}")])
    let machine = Machine(environment: ["OTEL_TRACES_SAMPLER": "x"])
    let report = ConfigurationValidator(files: files).validate(paths: ["a.yaml", "b.yaml"], machine: machine)
    #expect(report.diagnostics.map(\.code) == [.environment])
  }

  @Test func theBuiltInFileIsJudgedAsRunWouldTakeIt() {
    let machine = Machine(environment: ["OTEL_TRACES_SAMPLER": "x"], stateDirectory: "/s")
    let report = ConfigurationValidator(files: MemoryFiles()).validate(paths: [], machine: machine)
    #expect(report.diagnostics.filter { $0.severity == .error }.map(\.code) == [.environment])
  }
}
