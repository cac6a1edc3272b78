import TelemetryEngine
import Testing

/// Services that send plugin metrics themselves.
@Suite struct PluginReportersTests {
  private static func resource(_ service: String?) -> [UInt8] {
    ProtobufBytes.message { if let service { $0.attribute(1, "service.name", service) } }
  }

  private static func pipeline(_ reporters: PluginReporters?) -> TelemetryPipeline {
    var options = PipelineOptions.passing()
    options.pluginReporters = reporters
    return TelemetryPipeline(options)
  }

  private static func executions(
    of service: String?, _ pipeline: inout TelemetryPipeline
  ) throws -> Int {
    let request = Sample.request([Sample.span("plugins.execute")], resource: resource(service))
    return try process(.traces, request, &pipeline).observations.count
  }

  /// Sends a metric as the gateway does that takes the request.
  private static func report(
    _ metric: [UInt8], of service: String?, _ pipeline: inout TelemetryPipeline, _ reporters: PluginReporters
  ) throws {
    _ = try process(.metrics, Sample.request([metric], resource: resource(service)), &pipeline)
    for report in pipeline.pluginReports { reporters.insert(report) }
  }

  @Test(arguments: [
    ("hephaestus.plugins.success", 0), ("hephaestus_plugins_invocations_total", 0),
    ("hephaestus.guard_rails.plugin.duration", 0), ("hephaestus.plugins.loaded", 1), ("requests", 1),
  ])
  func oneMetricOfTheToolkitsEndsTheDerivation(_ name: String, _ left: Int) throws {
    let reporters = PluginReporters()
    var one = Self.pipeline(reporters)
    var other = Self.pipeline(reporters)
    #expect(try Self.executions(of: "shop", &one) == 1)
    try Self.report(Sample.metric(name), of: "shop", &one, reporters)
    // On every loop, and for that service alone.
    #expect(try Self.executions(of: "shop", &one) == left)
    #expect(try Self.executions(of: "shop", &other) == left)
    #expect(try Self.executions(of: "another", &other) == 1)
  }

  /// As everywhere, a service without a name is the gateway's default.
  @Test func aServiceWithoutANameIsTheDefault() throws {
    let reporters = PluginReporters()
    var pipeline = Self.pipeline(reporters)
    try Self.report(Sample.metric("hephaestus.plugins.success"), of: nil, &pipeline, reporters)
    #expect(try Self.executions(of: nil, &pipeline) == 0)
    #expect(try Self.executions(of: "unknown_service:python", &pipeline) == 0)
    #expect(try Self.executions(of: "hephaestus", &pipeline) == 0)
    #expect(try Self.executions(of: "shop", &pipeline) == 1)
  }

  @Test func whatIsRejectedReportsNothing() throws {
    let reporters = PluginReporters()
    var pipeline = Self.pipeline(reporters)
    let invalid = Sample.metric("hephaestus.plugins.success") { $0.payload(2, [0xff]) }
    try Self.report(invalid, of: "shop", &pipeline, reporters)
    #expect(try Self.executions(of: "shop", &pipeline) == 1)
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request = Sample.request([Sample.metric("hephaestus.plugins.success")], scope: scope)
    _ = try process(.metrics, request, &pipeline)
    #expect(pipeline.pluginReports == [])
  }

  @Test func aReportIsOfItsRequest() throws {
    var pipeline = Self.pipeline(PluginReporters())
    _ = try process(.metrics, Sample.request([Sample.metric("hephaestus.plugins.success")]), &pipeline)
    #expect(pipeline.pluginReports.count == 1)
    _ = try process(.metrics, Sample.request([Sample.metric()]), &pipeline)
    #expect(pipeline.pluginReports == [])
  }

  @Test func whereItMakesNoDifferenceNothingIsNoted() throws {
    var pipeline = Self.pipeline(nil)
    _ = try process(.metrics, Sample.request([Sample.metric("hephaestus.plugins.success")]), &pipeline)
    #expect(pipeline.pluginReports == [])
    #expect(try Self.executions(of: "shop", &pipeline) == 1)
  }

  @Test func theMemoryIsBounded() throws {
    let reporters = PluginReporters(capacity: 2)
    var pipeline = Self.pipeline(reporters)
    for service in ["a", "b", "c", "c", "a"] {
      try Self.report(Sample.metric("hephaestus.plugins.success"), of: service, &pipeline, reporters)
    }
    #expect(reporters.overflows == 2)
    #expect(try ["a", "b", "c"].map { try Self.executions(of: $0, &pipeline) } == [0, 0, 1])
  }
}
