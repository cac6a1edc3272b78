/// One libyaml event with everything copied out of the C memory.
struct Event: Sendable {
  enum Kind: Sendable {
    case streamStart, streamEnd, documentStart, documentEnd
    case alias(name: String)
    case scalar(YAMLScalar, Properties)
    case sequenceStart(Properties), sequenceEnd
    case mappingStart(Properties), mappingEnd
  }

  /// What may stand before a node.
  struct Properties: Sendable {
    var anchor: String?
    var tag: String?
  }

  var kind: Kind
  var range: SourceRange
}
