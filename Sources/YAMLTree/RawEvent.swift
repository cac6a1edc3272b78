internal import CYAML

/// Owns one `yaml_event_t`; what leaves it is copied, so no pointer outlives it.
@safe struct RawEvent: ~Copyable {
  let pointer: UnsafeMutablePointer<yaml_event_t>

  init() {
    unsafe pointer = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    unsafe pointer.initialize(to: yaml_event_t())
  }

  deinit {
    unsafe yaml_event_delete(pointer)
    unsafe pointer.deallocate()
  }

  func range(in file: String) -> SourceRange {
    SourceRange(
      file: file, start: SourcePosition(unsafe pointer.pointee.start_mark),
      end: SourcePosition(unsafe pointer.pointee.end_mark))
  }

  /// The member of the C union that is read is the one the event's type says is set.
  var kind: Event.Kind {
    let data = unsafe pointer.pointee.data
    switch unsafe pointer.pointee.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .alias(name: unsafe text(data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT:
      let scalar = unsafe data.scalar
      return .scalar(
        YAMLScalar(text: unsafe text(scalar.value, scalar.length), style: .init(unsafe scalar.style)),
        .init(anchor: unsafe text(scalar.anchor), tag: unsafe text(scalar.tag)))
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe data.sequence_start
      return .sequenceStart(.init(anchor: unsafe text(start.anchor), tag: unsafe text(start.tag)))
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = unsafe data.mapping_start
      return .mappingStart(.init(anchor: unsafe text(start.anchor), tag: unsafe text(start.tag)))
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: return .streamEnd
    }
  }

  private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    guard let bytes = unsafe bytes else { return nil }
    return unsafe String(cString: bytes)
  }

  private func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?, _ count: Int) -> String {
    unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }
}

extension SourcePosition {
  init(_ mark: yaml_mark_t) {
    self.init(line: mark.line + 1, column: mark.column + 1)
  }
}

extension YAMLScalar.Style {
  init(_ style: yaml_scalar_style_t) {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE: self = .literal
    case YAML_FOLDED_SCALAR_STYLE: self = .folded
    default: self = .plain
    }
  }
}
