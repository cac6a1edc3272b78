import Configuration
import Foundation
import Testing

@Suite struct ShippedConfigurationTests {
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// To bring the Swift file up to date: HEPHAESTUS_WRITE_SHIPPED=1 swift test --filter ShippedConfiguration
  @Test func theBuiltInTextIsTheFile() throws {
    let file = Self.package.appending(path: "config/hephaestus.yaml")
    let text = try String(contentsOf: file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_SHIPPED"] != nil {
      let source = Self.package.appending(path: "Sources/Configuration/Shipped/ShippedConfiguration.swift")
      let old = try String(contentsOf: source, encoding: .utf8)
      let opening = #"#""""# + "\n"
      let start = try #require(old.range(of: opening))
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
      try (old[..<start.upperBound] + lines + "\n    " + #"""""# + "#\n}\n")
        .write(to: source, atomically: true, encoding: .utf8)
    }
    #expect(ShippedConfiguration.text == text)
  }

  @Test func everyShippedProfileLoadsWithoutEnvironmentAndWithoutFinding() throws {
    #expect(
      ConfigurationValidator(files: MemoryFiles()).validate(paths: []).text
        == "the built-in file: nothing to object to\n")
    for name in ["default", "local", "ci", "production"] {
      let result = loadResult(profile: name)
      #expect(result.headlines == [])
      #expect(result.configuration?.enabled == true)
      #expect(result.profileName == name)
    }
  }

  @Test func localNeedsNothingElseOnTheMachine() throws {
    let local = try load(profile: "local")
    #expect(local.targets["default"]?.destination == .file(path: "telemetry.jsonl"))
    #expect(local.targets["console"]?.destination == .console)
    #expect(local.targets["console"]?.required == false)
    #expect(local.prometheus.host == "127.0.0.1")
    #expect(local.sampling.sampler == .alwaysOn)
  }

  /// The blocks of the toolkit's OpenTelemetry guide, as they are pasted into a shell.
  private static let quickStart = """
    export HEPHAESTUS_TELEMETRY_ENABLED=true
    export OTEL_SERVICE_NAME=hephaestus-dev
    export OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318

    # Optional: adjust sampling and Prometheus endpoint
    export OTEL_TRACES_SAMPLER=parentbased_traceidratio
    export OTEL_TRACES_SAMPLER_ARG=0.2
    export HEPHAESTUS_PROMETHEUS_HOST=0.0.0.0
    export HEPHAESTUS_PROMETHEUS_PORT=9464
    """

  private static let bundle = """
    export HEPHAESTUS_TELEMETRY_ENABLED=true
    export OTEL_SERVICE_NAME=hephaestus-ci
    export OTEL_EXPORTER_OTLP_ENDPOINT=https://otel-collector.internal:4318
    export OTEL_TRACES_SAMPLER=parentbased_traceidratio
    export OTEL_TRACES_SAMPLER_ARG=0.05
    export HEPHAESTUS_PROMETHEUS_HOST=0.0.0.0
    export HEPHAESTUS_PROMETHEUS_PORT=9464
    """

  private static func environment(_ block: String) -> [String: String] {
    var environment: [String: String] = [:]
    for line in block.split(separator: "\n") where line.hasPrefix("export ") {
      let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
      environment[String(parts[0])] = String(parts[1])
    }
    return environment
  }

  @Test func theGuidesQuickStartRunsAndNeverLoops() {
    let result = loadResult(environment: Self.environment(Self.quickStart))
    var expected = GatewayConfiguration()
    expected.enabled = true
    expected.service.name = "hephaestus-dev"
    #expect(result.configuration == expected)
    #expect(
      result.headlines == [
        "warning: OTEL_EXPORTER_OTLP_ENDPOINT named this gateway's own receiver (127.0.0.1:4318): it is where "
          + "programs send to, and no target [HG022]"
      ])
  }

  @Test func theGuidesBundleIsTheProfileCI() throws {
    let environment = try load(environment: Self.environment(Self.bundle))
    var expected = GatewayConfiguration()
    expected.enabled = true
    expected.service.name = "hephaestus-ci"
    expected.sampling.ratio = 0.05
    expected.targets["default"] = .init(
      destination: .otlp(
        protocol: .httpProtobuf, host: "otel-collector.internal", port: 4318, tls: true, path: "",
        pathIsFinal: false))
    #expect(environment == expected)
    #expect(try load(profile: "ci") == expected)
  }
}
