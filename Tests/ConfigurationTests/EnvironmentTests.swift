import PrivacyCatalogue
import Configuration
import Testing

@Suite struct EnvironmentTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var environment: [String: String]
    var expected: @Sendable (GatewayConfiguration) -> Bool

    init(_ environment: [String: String], _ expected: @escaping @Sendable (GatewayConfiguration) -> Bool) {
      self.environment = environment
      self.expected = expected
    }

    init(_ name: String, _ value: String, _ expected: @escaping @Sendable (GatewayConfiguration) -> Bool) {
      self.init([name: value], expected)
    }

    var testDescription: String {
      environment.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
    }
  }

  @Test(arguments: [
    Row("HEPHAESTUS_TELEMETRY_ENABLED", "true") { $0.enabled },
    Row("HEPHAESTUS_TELEMETRY_ENABLED", "TRUE") { $0.enabled },
    Row("HEPHAESTUS_TELEMETRY_ENABLED", " True ") { $0.enabled },
    Row("HEPHAESTUS_TELEMETRY_ENABLED", "false") { !$0.enabled },
    Row("HEPHAESTUS_TELEMETRY_ENABLED", "") { !$0.enabled },
    Row(["HEPHAESTUS_TELEMETRY_ENABLED": "true", "OTEL_SDK_DISABLED": "true"]) { !$0.enabled },
    Row(["HEPHAESTUS_TELEMETRY_ENABLED": "true", "OTEL_SDK_DISABLED": "false"]) { $0.enabled },
    Row(["HEPHAESTUS_TELEMETRY_ENABLED": "true", "OTEL_SDK_DISABLED": ""]) { $0.enabled },
    Row("OTEL_SERVICE_NAME", "x") { $0.service.name == "x" },
    Row("OTEL_SERVICE_NAME", "") { $0.service.name == "hephaestus" },
    Row("OTEL_RESOURCE_ATTRIBUTES", "service.name=y, k=a%20b") {
      $0.service.name == "y" && $0.service.attributes == ["k": "a b"]
    },
    Row(["OTEL_RESOURCE_ATTRIBUTES": "service.name=y", "OTEL_SERVICE_NAME": "x"]) { $0.service.name == "x" },
    Row("OTEL_RESOURCE_ATTRIBUTES", "service.name=,service.version=,a=1,a=2") {
      $0.service.name == "hephaestus" && $0.service.attributes == ["service.version": "", "a": "2"]
    },
    Row("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=ci,") {
      $0.service.attributes == ["deployment.environment": "ci"]
    },
    Row("OTEL_TRACES_SAMPLER", "always_on") { $0.sampling.sampler == .alwaysOn && $0.sampling.ratio == 0.2 },
    Row("OTEL_TRACES_SAMPLER", "always_off") { $0.sampling.sampler == .alwaysOff },
    Row("OTEL_TRACES_SAMPLER", "TraceIDRatio") {
      $0.sampling.sampler == .traceIDRatio && $0.sampling.ratio == 0.2
    },
    Row("OTEL_TRACES_SAMPLER", "parentbased_always_on") { $0.sampling.sampler == .parentBasedAlwaysOn },
    Row("OTEL_TRACES_SAMPLER", "parentbased_always_off") { $0.sampling.sampler == .parentBasedAlwaysOff },
    Row("OTEL_TRACES_SAMPLER", "parentbased_traceidratio") {
      $0.sampling.sampler == .parentBasedTraceIDRatio
    },
    Row("OTEL_TRACES_SAMPLER", "") { $0.sampling.sampler == .parentBasedTraceIDRatio },
    Row("OTEL_TRACES_SAMPLER_ARG", "0.05") {
      $0.sampling.sampler == .parentBasedTraceIDRatio && $0.sampling.ratio == 0.05
    },
    Row("OTEL_TRACES_SAMPLER_ARG", "0") { $0.sampling.ratio == 0 },
    Row("OTEL_TRACES_SAMPLER_ARG", "1.0") { $0.sampling.ratio == 1 },
    Row("OTEL_TRACES_SAMPLER_ARG", "") { $0.sampling.ratio == 0.2 },
    Row("HEPHAESTUS_PROMETHEUS_HOST", "127.0.0.1") { $0.prometheus.host == "127.0.0.1" },
    Row("HEPHAESTUS_PROMETHEUS_HOST", "::") { $0.prometheus.host == "::" },
    Row("HEPHAESTUS_PROMETHEUS_HOST", "") { $0.prometheus.host == "0.0.0.0" },
    Row("HEPHAESTUS_PROMETHEUS_PORT", "1234") { $0.prometheus.port == 1234 },
    Row("HEPHAESTUS_PROMETHEUS_PORT", "") { $0.prometheus.port == 9464 },
    Row("HEPHAESTUS_TELEMETRY_PRIVACY", "minimal") { $0.privacy.mode == .minimal },
    Row("HEPHAESTUS_TELEMETRY_PRIVACY", "Balanced") { $0.privacy.mode == .balanced },
    Row("HEPHAESTUS_TELEMETRY_PRIVACY", "") { $0.privacy.mode == .strict },
    Row("HEPHAESTUS_OTLP_GRPC_LISTEN", "0.0.0.0:1") {
      $0.receivers.grpcListen == .init(host: "0.0.0.0", port: 1)
    },
    Row("HEPHAESTUS_OTLP_HTTP_LISTEN", "[::1]:2") { $0.receivers.httpListen == .init(host: "::1", port: 2) },
    Row("HEPHAESTUS_OTLP_HTTP_LISTEN", "") { $0.receivers.httpListen.port == 4318 },
  ])
  func general(row: Row) throws {
    #expect(row.expected(try load(environment: row.environment)))
  }

  @Test(arguments: [
    Row("OTEL_EXPORTER_OTLP_ENDPOINT", "") { $0.targets.isEmpty },
    otlp([:]) { $0.destination == http("c", 4318) && $0.compression == .gzip && $0.timeout == .seconds(10) },
    otlp(["PROTOCOL": "http/json"]) { $0.destination == http("c", 4318, .httpJSON) },
    otlp(["PROTOCOL": "GRPC"]) { $0.destination == http("c", 4318, .grpc) },
    otlp(["PROTOCOL": ""]) { $0.destination == http("c", 4318) },
    otlp(["ENDPOINT": "http://c"]) { $0.destination == http("c", 80) },
    otlp(["ENDPOINT": "https://c/base/"]) { $0.destination == http("c", 443, tls: true, path: "/base/") },
    otlp(["ENDPOINT": "https://c:4317", "PROTOCOL": "grpc"]) {
      $0.destination == http("c", 4317, .grpc, tls: true)
    },
    otlp(["ENDPOINT": "c:4317", "PROTOCOL": "grpc"]) { $0.destination == http("c", 4317, .grpc, tls: true) },
    otlp(["ENDPOINT": "c:4317", "PROTOCOL": "grpc", "INSECURE": "true"]) {
      $0.destination == http("c", 4317, .grpc)
    },
    otlp(["ENDPOINT": "https://c:4317", "PROTOCOL": "grpc", "INSECURE": "true"]) {
      $0.destination == http("c", 4317, .grpc, tls: true)
    },
    otlp(["ENDPOINT": "grpcs://c"]) { $0.destination == http("c", 4317, .grpc, tls: true) },
    otlp(["HEADERS": "Authorization=Bearer%20t, x-a = b "]) {
      $0.headers.map { "\($0.name):\($0.value.revealed)" } == ["authorization:Bearer t", "x-a:b"]
    },
    otlp(["HEADERS": "a=1,A=2"]) { $0.headers.map { "\($0.name):\($0.value.revealed)" } == ["a:2"] },
    otlp(["HEADERS": "a=b=c"]) { $0.headers.map(\.value.revealed) == ["b=c"] },
    otlp(["HEADERS": ""]) { $0.headers.isEmpty },
    otlp(["TIMEOUT": "2500"]) { $0.timeout == .milliseconds(2500) },
    otlp(["TIMEOUT": "0"]) { $0.timeout == .seconds(3600) },
    otlp(["COMPRESSION": "none"]) { $0.compression == .none },
    otlp(["COMPRESSION": "zstd"]) { $0.compression == .zstd },
    otlp(["COMPRESSION": ""]) { $0.compression == .gzip },
    otlp(["CERTIFICATE": "/ca.pem"]) { $0.tls.caFile == "/ca.pem" },
    otlp(["CLIENT_CERTIFICATE": "/c.pem", "CLIENT_KEY": "/k.pem"]) {
      $0.tls.certFile == "/c.pem" && $0.tls.keyFile == "/k.pem"
    },
    otlp(["TRACES_ENDPOINT": "http://t:1/as/is"]) {
      $0.destination == http("c", 4318) && $0.signals.count == 3
        && $0.perSignal[.traces]?.destination == http("t", 1, path: "/as/is", final: true)
        && $0.perSignal[.logs] == nil
    },
    otlp(["METRICS_ENDPOINT": "http://m:1"]) {
      $0.perSignal[.metrics]?.destination?.requestPath(for: .metrics) == "/"
    },
    otlp(["ENDPOINT": "", "TRACES_ENDPOINT": "http://t:1/x"]) {
      $0.destination == http("t", 1, path: "/x", final: true) && $0.signals == [.traces]
    },
    otlp(["ENDPOINT": "", "TRACES_ENDPOINT": "http://t:1", "LOGS_ENDPOINT": "http://l:1/y"]) {
      $0.signals == [.traces, .logs]
        && $0.perSignal[.logs]?.destination == http("l", 1, path: "/y", final: true)
    },
    otlp(["TRACES_PROTOCOL": "grpc"]) {
      $0.perSignal[.traces]?.destination == http("c", 4318, .grpc) && $0.destination == http("c", 4318)
    },
    otlp(["METRICS_PROTOCOL": "http/json"]) {
      $0.perSignal[.metrics]?.destination == http("c", 4318, .httpJSON)
    },
    otlp(["HEADERS": "a=1", "LOGS_HEADERS": "b=2"]) {
      $0.headers.map(\.name) == ["a"] && $0.perSignal[.logs]?.headers?.map(\.name) == ["b"]
    },
    otlp(["TRACES_TIMEOUT": "1"]) { $0.perSignal[.traces]?.timeout == .milliseconds(1) },
    otlp(["LOGS_COMPRESSION": "none"]) {
      $0.perSignal[.logs]?.compression == GatewayConfiguration.Compression.none && $0.compression == .gzip
    },
    otlp(["CERTIFICATE": "/ca", "TRACES_CERTIFICATE": "/tca"]) {
      $0.tls.caFile == "/ca" && $0.perSignal[.traces]?.tls?.caFile == "/tca"
    },
    otlp(["CERTIFICATE": "/ca", "METRICS_CLIENT_CERTIFICATE": "/c", "METRICS_CLIENT_KEY": "/k"]) {
      let tls = $0.perSignal[.metrics]?.tls
      return tls?.caFile == "/ca" && tls?.certFile == "/c" && tls?.keyFile == "/k"
    },
    Row("OTEL_EXPORTER_OTLP_HEADERS", "a=b") { $0.targets.isEmpty },
  ])
  func targets(row: Row) throws {
    #expect(row.expected(try load(environment: row.environment)))
  }

  private static func otlp(
    _ variables: [String: String], _ expected: @escaping @Sendable (GatewayConfiguration.Target) -> Bool
  ) -> Row {
    var environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"]
    for (name, value) in variables { environment["OTEL_EXPORTER_OTLP_\(name)"] = value }
    return Row(environment) { $0.targets.count == 1 && $0.targets["default"].map(expected) ?? false }
  }

  private static func http(
    _ host: String, _ port: Int, _ transport: GatewayConfiguration.TargetProtocol = .httpProtobuf,
    tls: Bool = false, path: String = "", final: Bool = false
  ) -> GatewayConfiguration.Destination {
    .otlp(protocol: transport, host: host, port: port, tls: tls, path: path, pathIsFinal: final)
  }

  @Test(
    arguments: [
      ("HEPHAESTUS_TELEMETRY_ENABLED", "1", "must be `true` or `false`, not `1`"),
      ("HEPHAESTUS_TELEMETRY_ENABLED", "yes", "must be `true` or `false`, not `yes`"),
      ("OTEL_SDK_DISABLED", "on", "must be `true` or `false`, not `on`"),
      (
        "OTEL_TRACES_SAMPLER", "jaeger_remote",
        "must be `always_on`, `always_off`, `traceidratio`, `parentbased_always_on`, `parentbased_always_off` or "
          + "`parentbased_traceidratio`, not `jaeger_remote`: samplers that ask a server are not available in this gateway"
      ),
      ("OTEL_TRACES_SAMPLER_ARG", "1.5", "must be a number from 0.0 to 1.0, not `1.5`"),
      ("OTEL_TRACES_SAMPLER_ARG", "abc", "must be a number from 0.0 to 1.0, not `abc`"),
      ("OTEL_TRACES_SAMPLER_ARG", "yes", "must be a number from 0.0 to 1.0, not `yes`"),
      ("OTEL_TRACES_SAMPLER_ARG", "0x1", "must be a number from 0.0 to 1.0, not `0x1`"),
      ("HEPHAESTUS_PROMETHEUS_PORT", "0x24F8", "must be a whole number from 0 to 65535, not `0x24F8`"),
      ("HEPHAESTUS_PROMETHEUS_PORT", "+1", "must be a whole number from 0 to 65535, not `+1`"),
      (
        "OTEL_SERVICE_NAME", "a\u{FFFD}",
        "must be a name of at most 255 bytes, not `a\u{FFFD}`: it is not UTF-8"
      ),
      (
        "OTEL_RESOURCE_ATTRIBUTES", "service.name=" + String(repeating: "x", count: 256),
        "must be pairs as in `key=value,key=value`, percent-encoded: its service.name must be a name of at most "
          + "255 bytes"
      ),
      ("HEPHAESTUS_PROMETHEUS_PORT", "65536", "must be a whole number from 0 to 65535, not `65536`"),
      (
        "HEPHAESTUS_PROMETHEUS_HOST", "a:1 b",
        "must be a host name or an IP address without port, not `a:1 b`"
      ),
      ("HEPHAESTUS_TELEMETRY_PRIVACY", "none", "must be `strict`, `balanced` or `minimal`, not `none`"),
      (
        "HEPHAESTUS_OTLP_GRPC_LISTEN", "4317",
        "must be `host:port`, such as `127.0.0.1:4317` or `[::1]:4317`, not `4317`: the port is missing"
      ),
      (
        "OTEL_EXPORTER_OTLP_ENDPOINT", "c:4318",
        "must be an endpoint: `http://`, `https://`, `grpc://` or `grpcs://` with host[:port], `file:///path`, "
          + "`console:` or `discard:`, not `c:4318`: it has no scheme"
      ),
      (
        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://u:hunter2@c",
        "must be an endpoint: `http://`, `https://`, `grpc://` or `grpcs://` with host[:port], `file:///path`, "
          + "`console:` or `discard:`: credentials do not belong in the URL; use `headers`"
      ),
      ("OTEL_EXPORTER_OTLP_PROTOCOL", "http", "must be `grpc`, `http/protobuf` or `http/json`, not `http`"),
      ("OTEL_EXPORTER_OTLP_COMPRESSION", "brotli", "must be `gzip`, `zstd` or `none`, not `brotli`"),
      (
        "OTEL_EXPORTER_OTLP_TIMEOUT", "10s",
        "must be whole milliseconds up to 3600000, 0 for no limit, not `10s`"
      ),
      (
        "OTEL_EXPORTER_OTLP_TIMEOUT", "-1",
        "must be whole milliseconds up to 3600000, 0 for no limit, not `-1`"
      ),
      (
        "OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "9999999999",
        "must be whole milliseconds up to 3600000, 0 for no limit, not `9999999999`"
      ),
      (
        "OTEL_EXPORTER_OTLP_HEADERS", "a=1,hunter2",
        "must be header pairs as in `name=value,name=value`, percent-encoded; the value given (not shown) is not: "
          + "pair 2 has no `=`"
      ),
      (
        "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "a=hunter2;p=1",
        "must be header pairs as in `name=value,name=value`, percent-encoded; the value given (not shown) is not: "
          + "pair 1 holds a `;`; write it %3B"
      ),
      (
        "OTEL_EXPORTER_OTLP_HEADERS", "a=hunter\u{E9}",
        "must be header pairs as in `name=value,name=value`, percent-encoded; the value given (not shown) is not: "
          + "a header holds a character that is not printable ASCII"
      ),
      (
        "OTEL_EXPORTER_OTLP_HEADERS", "a=%0d%0aEvil:%201",
        "must be header pairs as in `name=value,name=value`, percent-encoded; the value given (not shown) is not: "
          + "a line break in a header would let its value write further headers"
      ),
      ("OTEL_EXPORTER_OTLP_TRACES_INSECURE", "1", "must be `true` or `false`, not `1`"),
      (
        "OTEL_RESOURCE_ATTRIBUTES", "a=%zz",
        "must be pairs as in `key=value,key=value`, percent-encoded: pair 1 is not percent-encoded UTF-8; write `%` as %25"
      ),
      (
        "OTEL_RESOURCE_ATTRIBUTES", "=x",
        "must be pairs as in `key=value,key=value`, percent-encoded: pair 1 has no key"
      ),
    ])
  func badValues(name: String, value: String, expected: String) {
    let result = loadResult(environment: [name: value])
    #expect(result.headlines == ["error: \(name) \(expected) [HG017]"])
  }

  @Test(arguments: [
    "http://localhost:4318", "http://127.0.0.1:4318", "http://[::1]:4318/", "http://0.0.0.0:4317",
    "https://LOCALHOST:4318", "http://build-7:4318", "grpc://localhost", "http://127.9.9.9:4318",
  ])
  func anOwnReceiverIsIgnoredWithOneWarning(endpoint: String) {
    let result = loadResult(
      environment: [
        "OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_EXPORTER_OTLP_HEADERS": "a=b",
        "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "5",
      ], files: ["/proc/sys/kernel/hostname": "build-7\n"])
    #expect(result.configuration?.targets.isEmpty == true)
    #expect(result.headlines.count == 1)
    #expect(
      result.headlines.first?.hasPrefix(
        "warning: OTEL_EXPORTER_OTLP_ENDPOINT named this gateway's own receiver (127.0.0.1:431") == true)
  }

  @Test(arguments: [
    "http://localhost:4319", "http://collector:4318", "http://build-8:4318", "http://localhost",
  ])
  func anotherAddressIsATarget(endpoint: String) throws {
    #expect(try load(environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": endpoint]).targets.count == 1)
  }

  @Test func ownReceiversFollowWhereTheGatewayReallyListens() throws {
    let environment = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318"]
    #expect(
      try load(environment: environment, flags: ["receivers.otlp.http.listen=127.0.0.1:9"]).targets.count == 1
    )
    #expect(
      try load(environment: environment, flags: ["receivers.otlp.grpc.listen=127.0.0.1:4318"]).targets.isEmpty
    )
  }

  @Test func whatBelongsToAnOwnReceiverDoesNotChangeTheProfilesTarget() throws {
    let file = profile("targets: { default: { endpoint: \"grpcs://backend\" } }")
    let target = try load(
      file,
      environment: [
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
      ]
    ).targets["default"]
    #expect(target?.destination == Self.http("backend", 4317, .grpc, tls: true))
  }

  @Test func aSignalOfItsOwnStaysWhenTheRestIsOurs() throws {
    let target = try load(
      environment: [
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://localhost:4318", "OTEL_EXPORTER_OTLP_HEADERS": "a=b",
        "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "http://logs:1/in",
      ]
    ).targets["default"]
    #expect(target?.signals == [.logs])
    #expect(target?.headers.map(\.name) == ["a"])
  }

  @Test func aTargetAddedToTheProfilesIsWarnedOf() {
    let result = loadResult(
      profile("targets: { main: { endpoint: \"discard:\" } }"),
      environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1"])
    #expect(
      result.headlines == [
        "warning: OTEL_EXPORTER_OTLP_ENDPOINT adds the target `default` to those of the profile: `main` [HG021]"
      ])
    #expect(result.configuration?.targets.keys.sorted() == ["default", "main"])
  }

  @Test func theEnvironmentReplacesTheProfilesDefaultEndpoint() {
    let result = loadResult(profile: "ci")
    #expect(result.configuration?.targets.count == 1)
    let changed = loadResult(
      environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1"], profile: "ci")
    #expect(changed.configuration?.targets["default"]?.destination == Self.http("c", 1))
    #expect(changed.diagnostics.isEmpty)
  }

  @Test func aConfigFileOfTheSDKIsNotReadAndSaysSo() {
    let result = loadResult(environment: ["OTEL_CONFIG_FILE": "/otel.yaml", "OTEL_SERVICE_NAME": "x"])
    #expect(
      result.headlines == [
        "warning: OTEL_CONFIG_FILE is set and not read: profiles come from --config or HEPHAESTUS_CONFIG [HG022]"
      ])
    #expect(result.configuration?.service.name == "x")
  }

  @Test func everyBadVariableIsNamedInOneRun() {
    let result = loadResult(
      environment: [
        "OTEL_TRACES_SAMPLER": "x", "OTEL_TRACES_SAMPLER_ARG": "x", "HEPHAESTUS_PROMETHEUS_PORT": "x",
      ])
    #expect(result.diagnostics.count == 3)
    #expect(result.configuration == nil)
  }

  @Test(arguments: [
    ("CERTIFICATE", "HTTP"), ("TRACES_CERTIFICATE", "HTTP"), ("CERTIFICATE", "HTTPS"),
    ("LOGS_CLIENT_KEY", "HTTPS"),
  ])
  func aFileThatCannotBeReadIsRefusedByItsVariable(name: String, scheme: String) {
    let variable = "OTEL_EXPORTER_OTLP_\(name)"
    let result = loadResult(
      environment: [
        "HEPHAESTUS_TELEMETRY_ENABLED": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "\(scheme.lowercased())://a:4318",
        "OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE": name == "LOGS_CLIENT_KEY" ? "/there.pem" : "",
        variable: "/missing.pem",
      ], files: ["/there.pem": "x"])
    #expect(result.configuration == nil)
    #expect(
      result.headlines == [
        "error: \(variable) names a file that cannot be read, `/missing.pem`: there is no such file [HG020]"
      ])
  }

  @Test func filesOfTargetsThatDoNotStartAreNotLookedAt() throws {
    _ = try load(environment: [
      "OTEL_EXPORTER_OTLP_ENDPOINT": "https://a:4318", "OTEL_EXPORTER_OTLP_CERTIFICATE": "/missing.pem",
    ])
  }
}
