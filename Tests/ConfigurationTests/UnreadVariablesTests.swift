import Configuration
import Testing

@Suite struct UnreadVariablesTests {
  @Test(arguments: [
    ("OTEL_TRACE_SAMPLER", "OTEL_TRACES_SAMPLER"), ("OTEL_TRACES_SAMPLER_ARGS", "OTEL_TRACES_SAMPLER_ARG"),
    ("OTEL_SAMPLER_ARG", "OTEL_TRACES_SAMPLER_ARG"), ("OTEL_SERVICENAME", "OTEL_SERVICE_NAME"),
    ("otel_service_name", "OTEL_SERVICE_NAME"), ("OTEL_RESOURCE_ATTRIBUTE", "OTEL_RESOURCE_ATTRIBUTES"),
    ("OTEL_EXPORTER_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("OTEL_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("OTEL_EXPORTER_OTLP_TRACE_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"),
    ("OTEL_EXPORTER_OTLP_METRIC_INSECURE", "OTEL_EXPORTER_OTLP_METRICS_INSECURE"),
    ("OTEL_EXPORTER_OTLP_HEADER", "OTEL_EXPORTER_OTLP_HEADERS"),
    ("OTEL_LOGS_HEADERS", "OTEL_EXPORTER_OTLP_LOGS_HEADERS"),
    ("HEPHAESTUS_PRIVACY", "HEPHAESTUS_TELEMETRY_PRIVACY"),
    ("HEPHAESTUS_ENABLED", "HEPHAESTUS_TELEMETRY_ENABLED"),
    ("HEPHESTUS_TELEMETRY_ENABLED", "HEPHAESTUS_TELEMETRY_ENABLED"),
    ("HEPHAESTUS_PORT", "HEPHAESTUS_PROMETHEUS_PORT"),
    ("HEPHAESTUS_TELEMETRY_PROMETHEUS_PORT", "HEPHAESTUS_PROMETHEUS_PORT"),
    ("HEPHAESTUS_GRPC_LISTEN", "HEPHAESTUS_OTLP_GRPC_LISTEN"),
    ("HEPHAESTUS_SERVICE_NAME", "OTEL_SERVICE_NAME"),
    ("HEPHAESTUS_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ("HEPHAESTUS_PROFILES", "HEPHAESTUS_PROFILE"), ("HEPHAESTUS_GW_CONFIG", "HEPHAESTUS_CONFIG"),
  ])
  func theNearestNameIsNamed(name: String, nearest: String) {
    let result = loadResult(environment: [name: "hunter2"])
    #expect(result.headlines == ["warning: \(name) is set and not read [HG022]"])
    #expect(result.diagnostics.first?.suggestion == nearest)
    #expect(result.configuration != nil)
  }

  @Test(arguments: [
    ("OTEL_EXPORTER_PROMETHEUS_HOST", "x", "the gateway's scrape listener has a variable of its own"),
    ("OTEL_TRACES_EXPORTER", "none", "it is for SDKs, and the gateway sends to the targets of its profile"),
    (
      "OTEL_METRICS_EXPORTER", "console",
      "it is for SDKs, and the gateway sends to the targets of its profile"
    ),
    (
      "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "delta",
      "it is for SDKs, and targets get metrics as their sender made them"
    ),
    ("OTEL_EXPERIMENTAL_CONFIG_FILE", "x", "profiles come from --config or HEPHAESTUS_CONFIG"),
    ("OTEL_EXPORTER_OTLP_SPAN_INSECURE", "true", "the name is deprecated"),
  ])
  func whatAGatewayMightFollowSaysWhyItDoesNot(name: String, value: String, reason: String) {
    let result = loadResult(environment: [name: value])
    #expect(result.headlines == ["warning: \(name) is set and not read: \(reason) [HG022]"])
  }

  @Test(arguments: [
    "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BLRP_MAX_QUEUE_SIZE", "OTEL_PROPAGATORS",
    "OTEL_LOG_LEVEL", "OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT",
    "OTEL_METRICS_EXEMPLAR_FILTER", "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
    "OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED", "OTEL_PYTHON_SERVICE_NAME", "OTEL_JAVAAGENT_ENABLED",
    "OTEL_NODE_RESOURCE_DETECTORS", "OTEL_DOTNET_AUTO_HOME", "OTEL_GO_X_EXEMPLAR", "OTEL_PHP_DISABLED",
    "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "OTEL_SEMCONV_STABILITY_OPT_IN",
    "OTEL_EXPORTER_ZIPKIN_ENDPOINT", "OTEL_EXPORTER_JAEGER_TIMEOUT", "OTEL_EXPORTER_OTLP_PROFILES_ENDPOINT",
    "OTEL_EXPORTER_OTLP", "OTEL_ENDPOINT", "OTEL_RESOURCE_PROVIDERS_AWS_ENABLED",
    "HEPHAESTUS_RELEASE_REPOSITORY", "HEPHAESTUS_LOG_LEVEL", "HEPHAESTUS_API_KEY",
    "HEPHAESTUS_SERVICE_ACCOUNT_KEYS_PATH", "HEPHAESTUS_AUDIT_LOG_DIR", "HEPHAESTUS_TEST_WITH_OTEL",
    "SERVICE_NAME", "OPENTELEMETRY", "PATH",
  ])
  func whatOthersReadIsPassedOver(name: String) {
    #expect(loadResult(environment: [name: "x"]).headlines == [])
  }

  @Test(arguments: [
    ("OTEL_TRACES_EXPORTER", "OTLP"), ("OTEL_LOGS_EXPORTER", " otlp "), ("HEPHAESTUS_FLAVOUR", ""),
    ("OTEL_TRACE_SAMPLER", " "), ("OTEL_CONFIG_FILE", ""),
  ])
  func whatChangesNothingIsNoWarning(name: String, value: String) {
    #expect(loadResult(environment: [name: value]).headlines == [])
  }

  @Test func aNameOfOursThatIsNearNothingIsWarnedOf() {
    let result = loadResult(environment: ["HEPHAESTUS_FLAVOUR": "hunter2"])
    #expect(result.headlines == ["warning: HEPHAESTUS_FLAVOUR is set and not read [HG022]"])
    #expect(result.diagnostics.first?.suggestion == nil)
  }

  @Test func aNameThatTheFileRefersToIsRead() {
    let file = """
      version: 1
      bundles: { unused: { privacy: { pseudonym_key: "${env:HEPHAESTUS_KEY:-}" } } }
      profiles: { default: { service: { name: "a${env:HEPHAESTUS_NAME}" } } }
      """
    let environment = [
      "HEPHAESTUS_KEY": "x", "HEPHAESTUS_NAME": "x", "HEPHAESTUS_ADMIN": "127.0.0.1:0",
      "HEPHAESTUS_OTHER": "x",
    ]
    let result = loadResult(
      file, environment: environment, flags: ["admin.listen=${env:HEPHAESTUS_ADMIN}"])
    #expect(result.headlines == ["warning: HEPHAESTUS_OTHER is set and not read [HG022]"])
  }

  @Test func aHostileNameIsShownShort() throws {
    let name = "HEPHAESTUS_\u{1B}[31m" + String(repeating: "A", count: 1 << 20)
    let finding = try #require(loadResult(environment: [name: "x"]).diagnostics.first)
    #expect(finding.message.utf8.count < 200)
    #expect(!finding.rendered.unicodeScalars.contains("\u{1B}"))
  }

  @Test func manyNamesAreNotManyLines() {
    let names = (0..<1000).map { ("HEPHAESTUS_UNKNOWN_\($0)", "x") }
    let headlines = loadResult(environment: Dictionary(uniqueKeysWithValues: names)).headlines
    #expect(headlines.count == 21)
    #expect(headlines.contains("warning: there are more variables that are set and not read [HG022]"))
  }
}
