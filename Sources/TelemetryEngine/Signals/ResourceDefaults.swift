/// Resource attributes that are added where a sender gave none.
struct ResourceDefaults {
  let keys: [[UInt8]]
  /// Each attribute as a field of a resource.
  let encoded: [[UInt8]]

  init(_ options: PipelineOptions) {
    let attributes =
      [("service.name", options.serviceName)]
      + options.resourceAttributes.filter { $0.key != "service.name" }.map { ($0.key, $0.value) }
    keys = attributes.map { Array($0.0.utf8) }
    encoded = attributes.map { key, value in
      var text = SmallMessageWriter()
      text.string(field: 1, value)
      var attribute = SmallMessageWriter()
      attribute.string(field: 1, key)
      attribute.bytes(field: 2, text.encoded)
      var resource = SmallMessageWriter()
      resource.bytes(field: 1, attribute.encoded)
      return resource.encoded
    }
  }
}

/// What has to be known of a block's resource before the block is written, in whatever order its
/// fields come.
struct ResourceFacts {
  /// How many resource fields the block has; decoders merge them.
  private(set) var count = 0
  /// Indexes into `ResourceDefaults` of what the sender did not give.
  private(set) var missing: [Int]
  /// A `service.name` of `unknown_service…`, which counts as none given.
  private(set) var unnamedService: (start: Int, end: Int)?

  init(_ bytes: RawSpan, _ block: WireField, _ defaults: ResourceDefaults) throws(WireError) {
    missing = Array(defaults.keys.indices)
    var reader = WireReader(bytes, block.low, block.high, depth: 1)
    while let field = try reader.next() {
      guard field.number == 1, field.wireType == .lengthDelimited else { continue }
      count += 1
      var attributes = WireReader(bytes, field.low, field.high, depth: 2)
      while let attribute = try attributes.next() {
        guard attribute.number == 1, attribute.wireType == .lengthDelimited else { continue }
        try note(bytes, attribute, defaults)
      }
    }
  }

  private mutating func note(
    _ bytes: RawSpan, _ attribute: WireField, _ defaults: ResourceDefaults
  ) throws(WireError) {
    let parts = try AttributeParts(bytes, attribute, depth: 3)
    let keyLength = parts.keyEnd - parts.keyStart
    for index in defaults.keys.indices where defaults.keys[index].count == keyLength {
      let isSame = defaults.keys[index].indices.allSatisfy {
        defaults.keys[index][$0] == bytes.byte(parts.keyStart + $0)
      }
      guard isSame else { continue }
      let value = parts.value ?? (0, 0)
      let isNamed =
        index > 0
        || value.low < value.high
          && !bytes.matches("unknown_service", at: value.low, before: value.high)
      if isNamed {
        missing.removeAll { $0 == index }
      } else if unnamedService == nil {
        unnamedService = (attribute.start, attribute.end)
      }
    }
  }
}
