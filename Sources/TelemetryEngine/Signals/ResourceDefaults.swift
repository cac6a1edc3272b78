/// Resource attributes that are added where a sender gave none.
struct ResourceDefaults {
  private let keys: [[UInt8]]
  /// By signal, each attribute as a field of a resource.
  private let encoded: [[[UInt8]]]
  /// Whether the resource surveyed last lacks an attribute, by its index.
  private var isMissing: [Bool]
  private(set) var hasMissing = false
  /// Whether a `service.name` of `unknown_service…`, which counts as none given, is in the resource
  /// surveyed last.
  private(set) var hasUnnamedService = false
  /// Where the name of the service is in the resource surveyed last; nil when it names none.
  private(set) var serviceName: Range<Int>?
  /// How many resource fields the block surveyed last has; decoders merge them.
  private(set) var resources = 0

  init(_ options: PipelineOptions) {
    let attributes =
      [("service.name", options.serviceName)]
      + options.resourceAttributes.filter { $0.key != "service.name" }.map { ($0.key, $0.value) }
    keys = attributes.map { Array($0.0.utf8) }
    isMissing = attributes.map { _ in true }
    encoded = Signal.allCases.map { signal in
      var scrubber = Scrubber(
        options.privacy,
        ScrubPolicy(options.privacy[signal], hasPatterns: !options.privacy.substitutions.isEmpty))
      return attributes.map { Self.encoded($0, $1, &scrubber) }
    }
  }

  /// What the operator gives leaves as it is, unless a rule of the operator's own is about its key.
  private static func encoded(_ key: String, _ value: String, _ scrubber: inout Scrubber) -> [UInt8] {
    let bytes = Array(value.utf8)
    var text = SmallMessageWriter()
    text.string(field: 1, unsafe scrubber.ownText(bytes.span.bytes, 0, bytes.count, key: key))
    var attribute = SmallMessageWriter()
    attribute.string(field: 1, key)
    attribute.bytes(field: 2, text.encoded)
    var resource = SmallMessageWriter()
    resource.bytes(field: 1, attribute.encoded)
    return resource.encoded
  }

  /// Looks at a block's resource before the block is written, in whatever order its fields come.
  mutating func survey(_ bytes: RawSpan, _ block: WireField) throws(WireError) {
    for index in isMissing.indices { isMissing[index] = true }
    hasUnnamedService = false
    serviceName = nil
    resources = 0
    var reader = FieldReader(bytes, block.low, block.high, depth: 1)
    while let field = try reader.next() {
      guard field.tag == 0x0a else { continue }
      resources += 1
      var attributes = FieldReader(bytes, field.low, field.high, depth: 2)
      while let attribute = try attributes.next() {
        if attribute.tag == 0x0a { try note(bytes, attribute) }
      }
    }
    hasMissing = isMissing.contains(true)
  }

  @inline(__always)
  private mutating func note(_ bytes: RawSpan, _ attribute: WireField) throws(WireError) {
    // An attribute shorter than any of the keys is none of them.
    guard attribute.high - attribute.low > 2 else { return }
    let parts = try AttributeParts(bytes, attribute, depth: 3)
    for index in keys.indices where isKey(index, bytes, parts) {
      if index == 0, parts.isUnnamedService(bytes) {
        hasUnnamedService = true
      } else {
        isMissing[index] = false
        if index == 0 { serviceName = parts.value }
      }
    }
  }

  private func isKey(_ index: Int, _ bytes: RawSpan, _ parts: AttributeParts) -> Bool {
    let key = keys[index]
    guard key.count == parts.key.count else { return false }
    return unsafe bytes.equals(parts.key.lowerBound, parts.key.upperBound, key.span.bytes)
  }

  /// Whether a resource's attribute is a `service.name` that counts as none.
  func isUnnamedService(_ bytes: RawSpan, _ attribute: WireField) throws(WireError) -> Bool {
    let parts = try AttributeParts(bytes, attribute, depth: 3)
    return isKey(0, bytes, parts) && parts.isUnnamedService(bytes)
  }

  /// Appends what the resource surveyed last lacks to its content.
  func appendMissing(_ signal: Signal, to output: inout WireBuffer) {
    let encoded = encoded[Int(signal.rawValue)]
    for index in isMissing.indices where isMissing[index] { output.append(encoded[index]) }
  }
}

extension AttributeParts {
  /// Whether the value of a `service.name` counts as none given.
  fileprivate func isUnnamedService(_ bytes: RawSpan) -> Bool {
    value.isEmpty
      || isText && bytes.matches("unknown_service", at: value.lowerBound, before: value.upperBound)
  }
}
