import Configuration
import Testing
import YAMLTree

@Suite struct PrecedenceTests {
  private static let file = """
    version: 1
    bundles:
      one:
        sampling: { ratio: 0.1, sampler: always_on }
        service: { attributes: { a: one, b: one } }
      two:
        bundles: [inner]
        sampling: { ratio: 0.2 }
        service: { attributes: { b: two } }
      inner:
        sampling: { ratio: 0.3 }
        prometheus: { port: 1 }
        plugins: { buckets: [1, 2] }
    profiles:
      base:
        bundles: [one, two]
        plugins: { buckets: [7] }
        service: { name: base }
      child:
        extends: base
        bundles: [inner]
        service: { attributes: { c: child } }
      reset:
        extends: child
        sampling: null
        service: { name: ~, attributes: { a: null } }
      default: {}
    """

  @Test func bundlesLeftToRightThenTheProfile() throws {
    let base = try load(Self.file, profile: "base")
    #expect(base.sampling.ratio == 0.2)
    #expect(base.sampling.sampler == .alwaysOn)
    #expect(base.prometheus.port == 1)
    #expect(base.service.attributes == ["a": "one", "b": "two"])
    #expect(base.plugins.buckets == [7])
  }

  @Test func aChildsBundleBeatsItsParentsOwnValues() throws {
    let child = try load(Self.file, profile: "child")
    #expect(child.sampling.ratio == 0.3)
    #expect(child.plugins.buckets == [1, 2])
    #expect(child.service.name == "base")
    #expect(child.service.attributes == ["a": "one", "b": "two", "c": "child"])
  }

  @Test func nullIsTheDefaultAgain() throws {
    let reset = try load(Self.file, profile: "reset")
    #expect(reset.sampling == GatewayConfiguration().sampling)
    #expect(reset.service.name == "hephaestus")
    #expect(reset.service.attributes == ["b": "two", "c": "child"])
  }

  @Test func environmentBeatsFilesAndFlagsBeatAll() throws {
    let environment = ["OTEL_TRACES_SAMPLER_ARG": "0.4", "OTEL_SERVICE_NAME": "environment"]
    let withFlag = try load(
      Self.file, environment: environment, profile: "base", flags: ["sampling.ratio=0.5"])
    #expect(withFlag.sampling.ratio == 0.5)
    #expect(withFlag.service.name == "environment")
    #expect(withFlag.sampling.sampler == .alwaysOn)
  }

  @Test func everyValueKnowsWhereItComesFromAndWhatItOverrode() throws {
    let result = loadResult(
      Self.file, environment: ["OTEL_TRACES_SAMPLER_ARG": "0.4"], profile: "child",
      flags: ["sampling.ratio=0.5"])
    let chain = try #require(result.settings.history[SettingPath(["sampling", "ratio"])])
    let words = chain.map { step in
      switch step.origin {
      case .file(let range, let fragment):
        "\(fragment) \(range.file):\(range.start.line):\(range.start.column)"
      case .environment(let variable): variable
      case .flag(let path): "--set \(path)"
      }
    }
    #expect(
      words == [
        "the bundle `one` hephaestus.yaml:4:24", "the bundle `two` hephaestus.yaml:8:24",
        "the bundle `inner` hephaestus.yaml:11:24",
        "OTEL_TRACES_SAMPLER_ARG", "--set sampling.ratio",
      ])
    #expect(chain.last?.written == "0.5")
    #expect(result.settings.assignment(at: SettingPath(["admin", "listen"])) == nil)
  }

  @Test func flagsTakeFlowTextAndKeysWithDots() throws {
    let configuration = try load(
      flags: [
        "prometheus={host: 127.0.0.1, port: 0}", "service.attributes.deployment.environment=ci",
        "targets.a={endpoint: 'discard:', signals: [logs]}", "targets.a.headers.X-Key=v",
        "limits.memory=128MiB", "limits.loops=2", "limits.loops=", "receivers.otlp.grpc.listen='[::1]:0'",
        "admin.listen=[::1]:80", "targets.b.endpoint=console:",
      ])
    #expect(configuration.prometheus.host == "127.0.0.1")
    #expect(configuration.prometheus.port == 0)
    #expect(configuration.service.attributes == ["deployment.environment": "ci"])
    #expect(configuration.targets["a"]?.signals == [.logs])
    #expect(configuration.targets["a"]?.headers.map(\.name) == ["x-key"])
    #expect(configuration.limits.memory == 128 << 20)
    #expect(configuration.limits.loops == nil)
    #expect(configuration.admin.listen == .init(host: "::1", port: 80))
    #expect(configuration.targets["b"]?.destination == .console)
    #expect(configuration.receivers.grpcListen == .init(host: "::1", port: 0))
  }

  @Test(arguments: [
    ("sampling.ratio", "error: `--set` needs `path=value`, such as `--set sampling.ratio=0.1` [HG018]"),
    ("sampling.ratoi=1", "error: `--set sampling.ratoi`: there is no setting `sampling.ratoi` [HG002]"),
    ("sampling.ratio=2", "error: `--set sampling.ratio` must be a number from 0.0 to 1.0, not `2` [HG004]"),
    ("sampling.ratio.x=2", "error: `--set sampling.ratio.x`: there is no setting `sampling.ratio.x` [HG002]"),
    (
      "admin.listen='x",
      "error: `--set admin.listen`: the value is not YAML: this quote is never closed [HG018]"
    ),
    ("sampling=3", "error: `--set sampling` must be a mapping, not a single value [HG003]"),
    (
      "targets.a b.endpoint=x",
      "error: `--set targets.a b.endpoint`: there is no setting `targets.\"a b\"` [HG002]"
    ),
    (
      "targets.a.headers.host=x",
      "error: `--set targets.a.headers.host`: the gateway sets `host` itself [HG016]"
    ),
  ])
  func wrongFlags(flag: String, expected: String) {
    let result = loadResult(flags: [flag])
    #expect(result.headlines == [expected])
    #expect(result.configuration == nil)
  }
}
