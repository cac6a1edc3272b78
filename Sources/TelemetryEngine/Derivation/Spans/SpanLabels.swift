/// What the span metrics tell apart, as it may be shown.
package struct SpanLabels: Sendable, Hashable {
  package var service = ""
  package var name = ""
  /// As OTLP has it: `SPAN_KIND_SERVER` and so on.
  package var kind = ""
  /// As OTLP has it: `STATUS_CODE_UNSET`, `_OK` or `_ERROR`.
  package var status = ""
  /// Attributes by their keys, those left out that neither the span nor its resource has.
  package var dimensions: [ReceivedAttribute] = []

  package init() {}

  static let kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"]
    .map { "SPAN_KIND_" + $0 }
  static let statuses = ["UNSET", "OK", "ERROR"].map { "STATUS_CODE_" + $0 }
}
