/// Walks messages and writes them again with the privacy mode applied.
///
/// Every known field is looked at: sub-messages are walked whether or not anything in them changes,
/// strings must be UTF-8, packed lists must come out even. Unknown fields are copied. A known field
/// in the wrong wire type, which decoders skip, is left out: what no decoder reads is not telemetry.
struct Rewriter {
  var scrubber: Scrubber
  /// Set when a string field was not UTF-8; the walk goes on, the owner of the record decides.
  var hasInvalidText = false
  let schema = Schema.otlp
  private let unchanged = UnchangedFieldCache()

  init(scrubber: Scrubber) { self.scrubber = scrubber }

  /// Writes the content of a message of `type`.
  ///
  /// - Returns: false when nothing changed; what was written then is incomplete, and the caller
  ///   takes it back and keeps the original.
  mutating func message(
    _ bytes: RawSpan, _ low: Int, _ high: Int, _ type: MessageType, place: TextPlace,
    style: TextStyle = .plain, depth: Int, into output: inout WireBuffer
  ) throws(WireError) -> Bool {
    guard depth <= WireReader.depthLimit else { throw .nestedTooDeeply }
    var reader = WireReader(bytes, low, high, depth: depth)
    var run = UnchangedRun(from: low)
    var dropped = DroppedAttributes()
    while let field = try reader.next() {
      let entry = schema.entry(type, field.number)
      let role = entry.role
      if role == .unknown { continue }
      if !entry.accepts(field.wireType) {
        run.replace(field, bytes, &output)
        continue
      }
      if role == .attribute {
        let memory = cachePlace(bytes, field, place, style, depth)
        if isKnown(bytes, field, memory) { continue }
        let isKept = try attribute(bytes, field, place: place, depth: depth + 1, &run, &output)
        if !isKept { dropped.added += 1 }
        remember(bytes, field, memory, run)
      } else if role == .plain {
        if field.number == type.droppedAttributesField {
          dropped.before = bytes.varint(field.low, field.high)
        }
      } else if role == .text {
        let style = type == .status ? .prose : style
        let memory = cachePlace(bytes, field, place, style, depth)
        if isKnown(bytes, field, memory) { continue }
        text(bytes, field, place, style, &run, &output)
        remember(bytes, field, memory, run)
      } else if role == .message {
        guard let child = entry.message else { continue }
        // A log record's body is the one field of its that is a value.
        let childStyle = type == .logRecord ? .prose : style
        try submessage(
          bytes, field, child, child == .exemplar ? .item : place, childStyle, depth + 1, &run, &output)
      } else if role == .packed {
        try Self.checkPacked(bytes, field, entry, depth)
      } else if bytes.isUTF8(field.low, field.high) {
        text(bytes, field, place, style, &run, &output)
      }
    }
    if dropped.added > 0 {
      run.finish(high, bytes, &output)
      dropped.append(type, to: &output)
    } else if run.isChanged {
      run.finish(high, bytes, &output)
    }
    return run.isChanged
  }

  @inline(__always)
  private func cachePlace(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ style: TextStyle, _ depth: Int
  ) -> UnchangedFieldCache.Place? {
    let context = UInt64(place.rawValue) << 8 | UInt64(style.rawValue)
    return unchanged.place(bytes, field.start, field.end, context: context, depth: depth)
  }

  /// Whether the field came through unchanged before.
  @inline(__always)
  private func isKnown(
    _ bytes: RawSpan, _ field: WireField, _ memory: UnchangedFieldCache.Place?
  ) -> Bool {
    guard let memory else { return false }
    return unchanged.contains(bytes, field.start, field.end, at: memory)
  }

  /// Remembers the field if it was left in the run of unchanged ones.
  @inline(__always)
  private mutating func remember(
    _ bytes: RawSpan, _ field: WireField, _ memory: UnchangedFieldCache.Place?, _ run: UnchangedRun
  ) {
    guard let memory, run.start <= field.start, !hasInvalidText else { return }
    unchanged.remember(bytes, field.start, field.end, at: memory)
  }

  /// Writes the content of a message of `type`, changed or not.
  mutating func wholeMessage(
    _ bytes: RawSpan, _ low: Int, _ high: Int, _ type: MessageType, place: TextPlace, depth: Int,
    into output: inout WireBuffer
  ) throws(WireError) {
    let mark = output.count
    let isChanged = try message(bytes, low, high, type, place: place, depth: depth, into: &output)
    guard !isChanged else { return }
    output.truncate(to: mark)
    output.append(bytes, low, high)
  }

  /// Writes `field`, a message of type `child`, if anything in it changes.
  mutating func submessage(
    _ bytes: RawSpan, _ field: WireField, _ child: MessageType, _ place: TextPlace,
    _ style: TextStyle, _ depth: Int, _ run: inout UnchangedRun, _ output: inout WireBuffer
  ) throws(WireError) {
    run.flush(before: field, bytes, &output)
    let mark = output.count
    output.append(tag: field.number, .lengthDelimited)
    let slot = output.openLength()
    if try message(
      bytes, field.low, field.high, child, place: place, style: style, depth: depth, into: &output)
    {
      output.closeLength(slot)
      run.skip(field)
    } else {
      output.truncate(to: mark)
    }
  }

  /// Writes `field`, a text, if it changes.
  @inline(__always)
  mutating func text(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ style: TextStyle,
    _ run: inout UnchangedRun, _ output: inout WireBuffer
  ) {
    switch scrubber.scrub(bytes, field.low, field.high, place: place, style: style) {
    case .unchanged: return
    case .invalidUTF8: hasInvalidText = true
    case .changed:
      run.replace(field, bytes, &output)
      output.append(tag: field.number, .lengthDelimited)
      output.append(lengthOf: scrubber.text)
      output.append(scrubber.text)
    }
  }

  /// A packed list must hold whole numbers.
  static func checkPacked(
    _ bytes: RawSpan, _ field: WireField, _ entry: FieldEntry, _ depth: Int
  ) throws(WireError) {
    guard field.wireType == .lengthDelimited, entry.kind.isPackable else { return }
    switch entry.kind.wireType {
    case .fixed64: guard (field.high - field.low) % 8 == 0 else { throw .invalidPackedLength }
    case .fixed32: guard (field.high - field.low) % 4 == 0 else { throw .invalidPackedLength }
    default:
      var reader = WireReader(bytes, field.low, field.high, depth: depth)
      while try reader.nextPackedVarint() {}
    }
  }
}

/// Counts attributes that were left out, for the message's `dropped_attributes_count`.
struct DroppedAttributes {
  var added: UInt64 = 0
  /// What the sender counted already.
  var before: UInt64 = 0

  /// Appends the new total; of a field that occurs twice, decoders take the last.
  func append(_ type: MessageType, to output: inout WireBuffer) {
    guard let number = type.droppedAttributesField else { return }
    output.append(tag: number, .varint)
    output.append(varint: min(before + added, UInt64(UInt32.max)))
  }
}

extension MessageType {
  /// The number of the message's `dropped_attributes_count`; nil when it has none.
  var droppedAttributesField: UInt32? {
    switch self {
    case .resource: 2
    case .instrumentationScope, .spanEvent: 4
    case .spanLink: 5
    case .logRecord: 7
    case .span: 10
    default: nil
    }
  }
}

extension WireBuffer {
  @inline(__always)
  mutating func append(tag number: UInt32, _ type: WireType) {
    append(varint: UInt64(number << 3 | UInt32(type.rawValue)))
  }

  @inline(__always)
  mutating func append(lengthOf text: [UInt8]) { append(varint: UInt64(text.count)) }
}
