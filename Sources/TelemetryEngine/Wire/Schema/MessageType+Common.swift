extension MessageType {
  /// opentelemetry/proto/common/v1 and resource/v1.
  var commonFields: [FieldDefinition] {
    switch self {
    case .resource:
      [
        .many(1, "attributes", .keyValue),
        .one(2, "droppedAttributesCount", .uint32),
        .many(3, "entityRefs", .entityRef),
      ]
    case .instrumentationScope:
      [
        .one(1, "name", .string),
        .one(2, "version", .string),
        .many(3, "attributes", .keyValue),
        .one(4, "droppedAttributesCount", .uint32),
      ]
    case .entityRef:
      [
        .one(1, "schemaUrl", .string),
        .one(2, "type", .string),
        .many(3, "idKeys", .string),
        .many(4, "descriptionKeys", .string),
      ]
    case .keyValue:
      [
        .one(1, "key", .string),
        .one(2, "value", .anyValue),
        .one(3, "keyStrindex", .int32),
      ]
    case .anyValue:
      [
        .choice(1, "stringValue", .string),
        .choice(2, "boolValue", .bool),
        .choice(3, "intValue", .int64),
        .choice(4, "doubleValue", .double),
        .choice(5, "arrayValue", .arrayValue),
        .choice(6, "kvlistValue", .keyValueList),
        .choice(7, "bytesValue", .bytes),
        .choice(8, "stringValueStrindex", .int32),
      ]
    case .arrayValue: [.many(1, "values", .anyValue)]
    case .keyValueList: [.many(1, "values", .keyValue)]
    default: []
    }
  }
}
