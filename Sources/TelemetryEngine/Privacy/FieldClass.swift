/// What a field of OTLP is to privacy. A field that has no class fails a test over the official descriptors, so that
/// none is forgotten when the protocol grows.
package enum FieldClass: Sendable, Equatable {
  /// Numbers, times, flags and ids say nothing that a rule could find.
  case number
  case id
  /// A message or a list of them: its own fields have classes.
  case structure
  /// What an attribute is judged by; as a text it is searched, too.
  case attributeKey
  /// A text in which the detectors look.
  case text
  /// A text about one event, of which `strict` keeps a template.
  case prose
  /// The texts of vendors about a trace, member by member.
  case traceState
  /// Bytes, which are often texts.
  case bytes
}

extension MessageType {
  /// The class of a field of the message; nil for one that nobody has classified.
  package func privacyClass(ofField number: Int) -> FieldClass? {
    switch (self, number) {
    case (.exportTraceServiceRequest, 1), (.exportMetricsServiceRequest, 1), (.exportLogsServiceRequest, 1),
      (.resourceSpans, 1), (.resourceSpans, 2), (.resourceMetrics, 1), (.resourceMetrics, 2),
      (.resourceLogs, 1), (.resourceLogs, 2), (.scopeSpans, 1), (.scopeSpans, 2), (.scopeMetrics, 1),
      (.scopeMetrics, 2), (.scopeLogs, 1), (.scopeLogs, 2):
      .structure
    case (.resourceSpans, 3), (.resourceMetrics, 3), (.resourceLogs, 3), (.scopeSpans, 3),
      (.scopeMetrics, 3), (.scopeLogs, 3):
      .text
    default: ownClass(number)
    }
  }

  private func ownClass(_ number: Int) -> FieldClass? {
    switch self {
    case .resource: [1: .structure, 2: .number, 3: .structure][number]
    case .instrumentationScope: [1: .text, 2: .text, 3: .structure, 4: .number][number]
    case .entityRef: [1: .text, 2: .text, 3: .text, 4: .text][number]
    case .keyValue: [1: .attributeKey, 2: .structure, 3: .number][number]
    case .anyValue:
      [1: .text, 2: .number, 3: .number, 4: .number, 5: .structure, 6: .structure, 7: .bytes, 8: .number][
        number]
    case .arrayValue, .keyValueList: [1: .structure][number]
    case .span: spanClass(number)
    case .spanEvent: [1: .number, 2: .text, 3: .structure, 4: .number][number]
    case .spanLink: [1: .id, 2: .id, 3: .traceState, 4: .structure, 5: .number, 6: .number][number]
    case .status: [2: .prose, 3: .number][number]
    case .logRecord:
      [
        1: .number, 2: .number, 3: .text, 5: .structure, 6: .structure, 7: .number, 8: .number, 9: .id,
        10: .id,
        11: .number, 12: .text,
      ][number]
    case .metric:
      [
        1: .text, 2: .text, 3: .text, 5: .structure, 7: .structure, 9: .structure, 10: .structure,
        11: .structure,
        12: .structure,
      ][number]
    case .gauge, .summary: [1: .structure][number]
    case .sum: [1: .structure, 2: .number, 3: .number][number]
    case .histogram, .exponentialHistogram: [1: .structure, 2: .number][number]
    default: pointClass(number)
    }
  }

  private func spanClass(_ number: Int) -> FieldClass? {
    [
      1: .id, 2: .id, 3: .traceState, 4: .id, 5: .text, 6: .number, 7: .number, 8: .number, 9: .structure,
      10: .number, 11: .structure, 12: .number, 13: .structure, 14: .number, 15: .structure, 16: .number,
    ][number]
  }

  private func pointClass(_ number: Int) -> FieldClass? {
    switch self {
    case .numberDataPoint:
      [2: .number, 3: .number, 4: .number, 5: .structure, 6: .number, 7: .structure, 8: .number][number]
    case .histogramDataPoint:
      [
        2: .number, 3: .number, 4: .number, 5: .number, 6: .number, 7: .number, 8: .structure, 9: .structure,
        10: .number, 11: .number, 12: .number,
      ][number]
    case .exponentialHistogramDataPoint:
      [
        1: .structure, 2: .number, 3: .number, 4: .number, 5: .number, 6: .number, 7: .number, 8: .structure,
        9: .structure, 10: .number, 11: .structure, 12: .number, 13: .number, 14: .number,
      ][number]
    case .buckets: [1: .number, 2: .number][number]
    case .summaryDataPoint:
      [2: .number, 3: .number, 4: .number, 5: .number, 6: .structure, 7: .structure, 8: .number][number]
    case .valueAtQuantile: [1: .number, 2: .number][number]
    case .exemplar: [2: .number, 3: .number, 4: .id, 5: .id, 6: .number, 7: .structure][number]
    default: nil
    }
  }
}
