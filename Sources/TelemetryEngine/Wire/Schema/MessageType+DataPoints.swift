extension MessageType {
  /// opentelemetry/proto/metrics/v1, the data points and what they hold.
  var dataPointFields: [FieldDefinition] {
    switch self {
    case .numberDataPoint:
      [
        .one(2, "startTimeUnixNano", .fixed64),
        .one(3, "timeUnixNano", .fixed64),
        .choice(4, "asDouble", .double),
        .many(5, "exemplars", .exemplar),
        .choice(6, "asInt", .sfixed64),
        .many(7, "attributes", .keyValue),
        .one(8, "flags", .uint32),
      ]
    case .histogramDataPoint:
      [
        .one(2, "startTimeUnixNano", .fixed64),
        .one(3, "timeUnixNano", .fixed64),
        .one(4, "count", .fixed64),
        .one(5, "sum", .double),
        .many(6, "bucketCounts", .fixed64),
        .many(7, "explicitBounds", .double),
        .many(8, "exemplars", .exemplar),
        .many(9, "attributes", .keyValue),
        .one(10, "flags", .uint32),
        .one(11, "min", .double),
        .one(12, "max", .double),
      ]
    case .exponentialHistogramDataPoint:
      [
        .many(1, "attributes", .keyValue),
        .one(2, "startTimeUnixNano", .fixed64),
        .one(3, "timeUnixNano", .fixed64),
        .one(4, "count", .fixed64),
        .one(5, "sum", .double),
        .one(6, "scale", .sint32),
        .one(7, "zeroCount", .fixed64),
        .one(8, "positive", .buckets),
        .one(9, "negative", .buckets),
        .one(10, "flags", .uint32),
        .many(11, "exemplars", .exemplar),
        .one(12, "min", .double),
        .one(13, "max", .double),
        .one(14, "zeroThreshold", .double),
      ]
    case .buckets:
      [
        .one(1, "offset", .sint32),
        .many(2, "bucketCounts", .uint64),
      ]
    case .summaryDataPoint:
      [
        .one(2, "startTimeUnixNano", .fixed64),
        .one(3, "timeUnixNano", .fixed64),
        .one(4, "count", .fixed64),
        .one(5, "sum", .double),
        .many(6, "quantileValues", .valueAtQuantile),
        .many(7, "attributes", .keyValue),
        .one(8, "flags", .uint32),
      ]
    case .valueAtQuantile:
      [
        .one(1, "quantile", .double),
        .one(2, "value", .double),
      ]
    case .exemplar:
      [
        .one(2, "timeUnixNano", .fixed64),
        .choice(3, "asDouble", .double),
        .one(4, "spanId", .hexID),
        .one(5, "traceId", .hexID),
        .choice(6, "asInt", .sfixed64),
        .many(7, "filteredAttributes", .keyValue),
      ]
    default: []
    }
  }
}
