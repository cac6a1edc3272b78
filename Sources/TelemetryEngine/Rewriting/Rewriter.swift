internal import PrivacyCatalogue

/// Walks messages and writes them again with the privacy mode applied.
///
/// Every known field is looked at: sub-messages are walked whether or not anything in them changes,
/// strings must be UTF-8, packed lists must come out even. Unknown fields stay. A known field in the
/// wrong wire type, which decoders skip, is left out: what no decoder reads is not telemetry.
struct Rewriter: ~Copyable {
  var scrubber: Scrubber
  var writer: LazyWriter
  var attributes = AttributeMemory()
  var traceStates = TraceStateWriter()
  var texts = TextMemory()
  /// Set when a string field was not UTF-8; the walk goes on, the owner of the record decides.
  var hasInvalidText = false
  /// How the key of the attribute is treated that was entered last.
  var keyStyle = TextStyle.plain
  let schema = Schema.otlp

  /// By `Signal.rawValue`, that of the signal at hand being of no meaning; empty when all signals share what
  /// they are judged by.
  let parked: [ParkedPrivacy]
  /// The signal that the policy and the memories are of, if there are several.
  var current = Signal.traces

  init(_ options: PrivacyOptions) {
    let policies = Signal.allCases.map {
      ScrubPolicy(options[$0], hasPatterns: !options.substitutions.isEmpty)
    }
    parked = options.hasSeveralPolicies ? policies.map { ParkedPrivacy($0) } : []
    scrubber = Scrubber(options, policies[Int(Signal.traces.rawValue)])
    writer = LazyWriter(maxGrowth: options.maxGrowth)
  }

  /// Walks `field`, a message of `type`.
  mutating func message(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ place: TextPlace, _ style: TextStyle,
    _ output: inout WireBuffer
  ) throws(WireError) {
    try writer.enter(field)
    var dropped = DroppedAttributes()
    var reader = FieldReader(bytes, field.low, field.high, depth: writer.depth)
    while let part = try reader.next() {
      try self.field(bytes, part, type, place, style, &dropped, &output)
    }
    try finish(bytes, type, dropped, &output)
    writer.leave(bytes, &output)
  }

  /// Walks a field of the message of `type` that was entered last.
  mutating func field(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ place: TextPlace, _ style: TextStyle,
    _ dropped: inout DroppedAttributes, _ output: inout WireBuffer
  ) throws(WireError) {
    let entry = schema.entry(type, field.number)
    guard entry.accepts(field) else {
      if entry.kind != .unknown {
        try writer.cut(field, bytes, &output)
      } else if field.mayHoldText {
        try unknown(bytes, field, place, &output)
      }
      return
    }
    switch entry.kind {
    case .string:
      if type == .spanLink {
        // Its only text.
        try traceState(bytes, field, .leave, .always, &output)
      } else {
        let own = type == .keyValue ? keyStyle : type.textStyle(style)
        try text(bytes, field, type, place, own, &output)
      }
    case .message:
      guard let child = entry.message else { return }
      switch child {
      case .keyValue:
        // What describes a metric is no part of what identifies its streams.
        let place = type == .metric ? .item : place
        let isKept =
          style == .plain
          ? try attribute(bytes, field, place, &output)
          : try anyAttribute(bytes, field, place, outer: style, &output)
        if !isKept { dropped.added += 1 }
      case .anyValue:
        // A log record's body is the one field of its that is a value.
        try value(bytes, field, place, type == .logRecord ? .prose : style, &output)
      default:
        try message(bytes, field, child, child == .exemplar ? .item : place, style, &output)
      }
    case .bytes:
      // The only bytes that are no ids are those that a value may be; they are often texts.
      guard scrubber.scrubBytes(bytes, field.low, field.high, place, style) else { return }
      try replaceText(bytes, field, field.low, &output)
    case .hexID:
      if !field.isID(type) { try writer.cut(field, bytes, &output) }
    default:
      if type == .anyValue, style != .plain {
        try number(bytes, field, place, style, &output)
      } else if field.isLengthDelimited {
        try PackedReader.check(bytes, field.low, field.high, entry.kind)
      } else if field.number == type.droppedAttributesField {
        dropped.note(bytes, field)
      }
    }
  }

  /// A value's number or truth, where what it stands in says more about it.
  private mutating func number(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ style: TextStyle, _ output: inout WireBuffer
  ) throws(WireError) {
    guard let rule = scrubber.ruleHidingNumber(bytes, field.start, field.end, style),
      scrubber.replace(bytes, field.start, field.end, isText: false, rule, place)
    else { return }
    try writer.cut(field, bytes, &output)
    output.append(tag: 1, length: scrubber.replacementLength)
    scrubber.appendReplacement(bytes, field.start, field.end, to: &output)
  }

  /// Looks at a field that no table knows: of a newer protocol, or of nobody's. `strict` lets no text through
  /// that it does not know, the other modes none in which something is found.
  @inline(never)
  mutating func unknown(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ output: inout WireBuffer
  ) throws(WireError) {
    guard scrubber.hidesUnknown(bytes, field.low, field.high, place) else { return }
    try writer.cut(field, bytes, &output)
    scrubber.journal.note(.unknownField, field.start, field.end)
  }

  /// Writes the count of dropped attributes, if it changed, at the end of the message entered last.
  mutating func finish(
    _ bytes: RawSpan, _ type: MessageType, _ dropped: DroppedAttributes, _ output: inout WireBuffer
  ) throws(WireError) {
    guard dropped.added > 0, let number = type.droppedAttributesField else { return }
    // Of a field that occurs twice, decoders take the last.
    try writer.finish(bytes, &output)
    output.append(tag: number, .varint)
    output.append(varint: dropped.total)
  }

  /// Walks a string field.
  @inline(__always)
  mutating func text(
    _ bytes: RawSpan, _ field: WireField, _ type: MessageType, _ place: TextPlace, _ style: TextStyle,
    _ output: inout WireBuffer
  ) throws(WireError) {
    let context =
      UInt32(type.rawValue) << 24 | field.number << 16 | UInt32(place.rawValue) << 8 | UInt32(style.rawValue)
    let memory = texts.place(bytes, field.low, field.high, context: context)
    if let memory, texts.contains(bytes, field.low, field.high, at: memory) { return }
    switch scrubber.scrub(bytes, field.low, field.high, place, style) {
    case .unchanged: if let memory { texts.remember(bytes, field.low, field.high, at: memory) }
    case .invalidUTF8: hasInvalidText = true
    case .changed: try replaceText(bytes, field, field.low, &output)
    }
  }

  /// Writes what takes the place of a text or of bytes.
  @inline(never)
  private mutating func replaceText(
    _ bytes: RawSpan, _ field: WireField, _ low: Int, _ output: inout WireBuffer
  ) throws(WireError) {
    try writer.cut(field, bytes, &output)
    output.append(tag: field.number, length: scrubber.replacementLength)
    scrubber.appendReplacement(bytes, low, field.high, to: &output)
  }

  /// Walks a field that is an `AnyValue`.
  @inline(__always)
  mutating func value(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ style: TextStyle,
    _ output: inout WireBuffer
  ) throws(WireError) {
    guard writer.depth < FieldReader.maximumDepth,
      let low = bytes.startOfOnlyText(field.low, field.high)
    else { return try message(bytes, field, .anyValue, place, style, &output) }
    switch scrubber.scrub(bytes, low, field.high, place, style) {
    case .unchanged: return
    case .invalidUTF8: hasInvalidText = true
    case .changed: try replaceValueText(bytes, field, low, &output)
    }
  }

  @inline(never)
  private mutating func replaceValueText(
    _ bytes: RawSpan, _ field: WireField, _ low: Int, _ output: inout WireBuffer
  ) throws(WireError) {
    try writer.cut(field, bytes, &output)
    output.append(tag: field.number, length: WireBuffer.fieldLength(scrubber.replacementLength))
    output.append(tag: 1, length: scrubber.replacementLength)
    scrubber.appendReplacement(bytes, low, field.high, to: &output)
  }

  /// Whether text that is not UTF-8 was met since the last call.
  mutating func takeInvalidText() -> Bool {
    let result = hasInvalidText
    hasInvalidText = false
    return result
  }
}

extension MessageType {
  /// How the message's own texts are treated, given how its values are.
  @inline(__always)
  fileprivate func textStyle(_ style: TextStyle) -> TextStyle {
    switch self {
    case .status: .prose
    default: style
    }
  }
}

extension WireField {
  /// Whether the field is a text, a message, bytes or a group.
  @inline(__always)
  var mayHoldText: Bool { tag & 7 == 2 || tag & 7 == 3 }

  /// Whether the field, an id in a message of `type`, has a length that ids may have. Decoders with ids
  /// of fixed length refuse a whole request for one of another.
  @inline(__always)
  func isID(_ type: MessageType) -> Bool {
    let length = high - low
    return length == 0 || length == (isTraceID(type) ? 16 : 8)
  }

  @inline(__always)
  private func isTraceID(_ type: MessageType) -> Bool {
    switch type {
    case .exemplar: number == 5
    case .logRecord: number == 9
    default: number == 1
    }
  }
}
