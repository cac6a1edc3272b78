extension MessageType {
  /// opentelemetry/proto/logs/v1 and collector/logs/v1.
  var logFields: [FieldDefinition] {
    switch self {
    case .exportLogsServiceRequest: [.many(1, "resourceLogs", .resourceLogs)]
    case .resourceLogs:
      [
        .one(1, "resource", .resource),
        .many(2, "scopeLogs", .scopeLogs),
        .one(3, "schemaUrl", .string),
      ]
    case .scopeLogs:
      [
        .one(1, "scope", .instrumentationScope),
        .many(2, "logRecords", .logRecord),
        .one(3, "schemaUrl", .string),
      ]
    case .logRecord:
      [
        .one(1, "timeUnixNano", .fixed64),
        .one(2, "severityNumber", .enumeration),
        .one(3, "severityText", .string),
        .one(5, "body", .anyValue),
        .many(6, "attributes", .keyValue),
        .one(7, "droppedAttributesCount", .uint32),
        .one(8, "flags", .fixed32),
        .one(9, "traceId", .hexID),
        .one(10, "spanId", .hexID),
        .one(11, "observedTimeUnixNano", .fixed64),
        .one(12, "eventName", .string),
      ]
    default: []
    }
  }
}
