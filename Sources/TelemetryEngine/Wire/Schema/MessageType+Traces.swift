extension MessageType {
  /// opentelemetry/proto/trace/v1 and collector/trace/v1.
  var traceFields: [FieldDefinition] {
    switch self {
    case .exportTraceServiceRequest: [.many(1, "resourceSpans", .resourceSpans)]
    case .resourceSpans:
      [
        .one(1, "resource", .resource),
        .many(2, "scopeSpans", .scopeSpans),
        .one(3, "schemaUrl", .string),
      ]
    case .scopeSpans:
      [
        .one(1, "scope", .instrumentationScope),
        .many(2, "spans", .span),
        .one(3, "schemaUrl", .string),
      ]
    case .span:
      [
        .one(1, "traceId", .hexID),
        .one(2, "spanId", .hexID),
        .one(3, "traceState", .string),
        .one(4, "parentSpanId", .hexID),
        .one(5, "name", .string),
        .one(6, "kind", .enumeration),
        .one(7, "startTimeUnixNano", .fixed64),
        .one(8, "endTimeUnixNano", .fixed64),
        .many(9, "attributes", .keyValue),
        .one(10, "droppedAttributesCount", .uint32),
        .many(11, "events", .spanEvent),
        .one(12, "droppedEventsCount", .uint32),
        .many(13, "links", .spanLink),
        .one(14, "droppedLinksCount", .uint32),
        .one(15, "status", .status),
        .one(16, "flags", .fixed32),
      ]
    case .spanEvent:
      [
        .one(1, "timeUnixNano", .fixed64),
        .one(2, "name", .string),
        .many(3, "attributes", .keyValue),
        .one(4, "droppedAttributesCount", .uint32),
      ]
    case .spanLink:
      [
        .one(1, "traceId", .hexID),
        .one(2, "spanId", .hexID),
        .one(3, "traceState", .string),
        .many(4, "attributes", .keyValue),
        .one(5, "droppedAttributesCount", .uint32),
        .one(6, "flags", .fixed32),
      ]
    case .status:
      [
        .one(2, "message", .string),
        .one(3, "code", .enumeration),
      ]
    default: []
    }
  }
}
