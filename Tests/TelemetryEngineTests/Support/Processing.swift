import PrivacyCatalogue
import TelemetryEngine

/// What came of one request.
struct Processed {
  var output: [UInt8]
  var items: RequestItems
  var observations: [PluginObservation]
  /// Changes by rule, those that did not happen left out.
  var redactions: [PrivacyRule: Int]

  /// The spans, metrics or log records that left.
  var records: [[UInt8]] { ProtobufTree.payloads(output, 1, 2, 2) }
}

extension PipelineOptions {
  /// Everything passes that a mode lets through.
  static func passing(_ mode: PrivacyMode = .minimal, key: String = "test") -> PipelineOptions {
    PipelineOptions(
      sampler: SpanSampler(root: .alwaysOn, isParentBased: false),
      privacy: PrivacyOptions(.init(mode: mode), pseudonymKey: PseudonymKey(derivingFrom: key)),
      serviceName: "hephaestus")
  }

  static func sampling(_ sampler: SpanSampler) -> PipelineOptions {
    var options = passing()
    options.sampler = sampler
    return options
  }
}

/// Processes a request in a new pipeline.
func process(
  _ signal: Signal, _ request: [UInt8], _ options: PipelineOptions = .passing()
) throws -> Processed {
  var pipeline = TelemetryPipeline(options)
  return try process(signal, request, &pipeline)
}

func process(
  _ signal: Signal, _ request: [UInt8], _ pipeline: inout TelemetryPipeline
) throws -> Processed {
  var output = WireBuffer(minimumCapacity: 64)
  let items = try pipeline.process(signal, unsafe request.span.bytes, into: &output)
  var counts = PrivacyRule.allCases.map { _ in 0 }
  pipeline.addRedactions(to: &counts)
  let redactions = PrivacyRule.allCases.map { ($0, counts[$0.rawValue]) }
  return Processed(
    output: output.sealed().copied(), items: items, observations: pipeline.pluginObservations,
    redactions: Dictionary(uniqueKeysWithValues: redactions.filter { $0.1 > 0 }))
}

/// Why a request is refused; nil when it is not.
func refusal(
  _ signal: Signal, _ request: [UInt8], _ options: PipelineOptions = .passing()
) -> WireError.Reason? {
  do {
    _ = try process(signal, request, options)
    return nil
  } catch {
    return (error as? WireError)?.reason
  }
}
