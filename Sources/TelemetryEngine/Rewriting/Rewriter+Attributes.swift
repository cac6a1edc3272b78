extension Rewriter {
  /// Writes an attribute, `field` being a `KeyValue` at `depth`, if it changes.
  ///
  /// - Returns: false when the mode leaves it out.
  @inline(__always)
  mutating func attribute(
    _ bytes: RawSpan, _ field: WireField, place: TextPlace, depth: Int, _ run: inout UnchangedRun,
    _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    // What nearly every SDK sends: a key, then a string value, both shorter than 128 bytes.
    if depth < WireReader.depthLimit, let simple = SimpleAttribute(bytes, field),
      let rule = scrubber.rule(forKey: bytes, simple.keyStart, simple.keyEnd)
    {
      if rule == .scan {
        switch scrubber.scrub(bytes, simple.textStart, field.high, place: place) {
        case .unchanged: break
        case .invalidUTF8: hasInvalidText = true
        case .changed:
          run.replace(field, bytes, &output)
          appendText(bytes, field.number, simple.keyStart, simple.keyEnd, &output)
        }
        return true
      }
      if rule == .userID || rule == .credential {
        replaceSimple(bytes, field, simple, rule == .userID ? .userID : .credentialKey, place, &run, &output)
        return true
      }
    }
    return try anyAttribute(bytes, field, place, depth, &run, &output)
  }

  /// Writes the attribute with what stands for its whole text.
  private mutating func replaceSimple(
    _ bytes: RawSpan, _ field: WireField, _ simple: SimpleAttribute, _ rule: PrivacyRule,
    _ place: TextPlace, _ run: inout UnchangedRun, _ output: inout WireBuffer
  ) {
    guard bytes.isUTF8(simple.textStart, field.high) else {
      hasInvalidText = true
      return
    }
    guard simple.textStart < field.high,
      scrubber.replaceValue(bytes, simple.textStart, field.high, rule: rule, place: place)
    else { return }
    run.replace(field, bytes, &output)
    appendText(bytes, field.number, simple.keyStart, simple.keyEnd, &output)
  }

  @inline(never)
  private mutating func anyAttribute(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ depth: Int,
    _ run: inout UnchangedRun, _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    guard depth <= WireReader.depthLimit else { throw .nestedTooDeeply }
    let parts = try AttributeParts(bytes, field, depth: depth)
    guard let rule = scrubber.rule(forKey: bytes, parts.keyStart, parts.keyEnd) else {
      try skip(bytes, field, depth)
      hasInvalidText = true
      return true
    }
    switch rule {
    case .scan:
      try submessage(bytes, field, .keyValue, place, .plain, depth, &run, &output)
    case .template:
      try submessage(bytes, field, .keyValue, place, .prose, depth, &run, &output)
    case .statement:
      try submessage(bytes, field, .keyValue, place, .statement, depth, &run, &output)
    case .credential:
      try replace(bytes, field, parts, .credentialKey, place, depth, &run, &output)
    case .userID:
      try replace(bytes, field, parts, .userID, place, depth, &run, &output)
    case .notAllowed where place == .stream:
      try replace(bytes, field, parts, .notAllowed, place, depth, &run, &output)
    case .notAllowed:
      try skip(bytes, field, depth)
      run.replace(field, bytes, &output)
      scrubber.count(.notAllowed)
      return false
    }
    return true
  }

  /// Writes the attribute with what stands for its whole value.
  private mutating func replace(
    _ bytes: RawSpan, _ field: WireField, _ parts: AttributeParts, _ rule: PrivacyRule,
    _ place: TextPlace, _ depth: Int, _ run: inout UnchangedRun, _ output: inout WireBuffer
  ) throws(WireError) {
    try skip(bytes, field, depth)
    guard let value = parts.value, value.low < value.high else { return }
    guard scrubber.replaceValue(bytes, value.low, value.high, rule: rule, place: place) else { return }
    run.replace(field, bytes, &output)
    appendText(bytes, field.number, parts.keyStart, parts.keyEnd, &output)
  }

  /// Checks an attribute whose value is not written.
  private mutating func skip(_ bytes: RawSpan, _ field: WireField, _ depth: Int) throws(WireError) {
    let isText = try MessageValidator.validate(bytes, field.low, field.high, .keyValue, depth: depth)
    if !isText { hasInvalidText = true }
  }

  /// Writes an attribute of the same key whose value is the scrubber's text.
  private mutating func appendText(
    _ bytes: RawSpan, _ number: UInt32, _ keyStart: Int, _ keyEnd: Int, _ output: inout WireBuffer
  ) {
    output.append(tag: number, .lengthDelimited)
    let textLength = scrubber.text.count
    let stringLength = 1 + WireBuffer.varintLength(textLength) + textLength
    let keyLength = keyEnd - keyStart
    output.append(
      varint: UInt64(
        1 + WireBuffer.varintLength(keyLength) + keyLength + 1 + WireBuffer.varintLength(stringLength)
          + stringLength))
    output.append(tag: 1, .lengthDelimited)
    output.append(varint: UInt64(keyLength))
    output.append(bytes, keyStart, keyEnd)
    output.append(tag: 2, .lengthDelimited)
    output.append(varint: UInt64(stringLength))
    output.append(tag: 1, .lengthDelimited)
    output.append(lengthOf: scrubber.text)
    output.append(scrubber.text)
  }
}

/// A `KeyValue` of the commonest form: key and string value in order, with one-byte lengths.
struct SimpleAttribute {
  let keyStart: Int
  let keyEnd: Int
  /// The text goes on to the field's end.
  let textStart: Int

  @inline(__always)
  init?(_ bytes: RawSpan, _ field: WireField) {
    let low = field.low
    guard field.wireType == .lengthDelimited, field.high - low >= 6, bytes.byte(low) == 0x0a else {
      return nil
    }
    let keyLength = Int(bytes.byte(low + 1))
    keyStart = low + 2
    keyEnd = keyStart + keyLength
    guard keyLength < 0x80, keyEnd + 4 <= field.high, bytes.byte(keyEnd) == 0x12,
      bytes.byte(keyEnd + 2) == 0x0a
    else { return nil }
    textStart = keyEnd + 4
    guard Int(bytes.byte(keyEnd + 1)) == field.high - keyEnd - 2, field.high - keyEnd - 2 < 0x80,
      Int(bytes.byte(keyEnd + 3)) == field.high - textStart
    else { return nil }
  }
}

/// Where the key and the value of any `KeyValue` are; of repeated fields the last counts.
struct AttributeParts {
  private(set) var keyStart = 0
  private(set) var keyEnd = 0
  /// A string value's text, another value's encoding; nil when there is no value.
  private(set) var value: (low: Int, high: Int)?

  init(_ bytes: RawSpan, _ field: WireField, depth: Int) throws(WireError) {
    var reader = WireReader(bytes, field.low, field.high, depth: depth)
    while let part = try reader.next() {
      guard part.wireType == .lengthDelimited else { continue }
      switch part.number {
      case 1: (keyStart, keyEnd) = (part.low, part.high)
      case 2: value = (part.low, part.high)
      default: continue
      }
    }
    guard let whole = value else { return }
    var inner = WireReader(bytes, whole.low, whole.high, depth: depth + 1)
    if let only = try inner.next(), only.number == 1, only.wireType == .lengthDelimited,
      only.end == whole.high
    {
      value = (only.low, only.high)
    }
  }
}

extension WireBuffer {
  /// Bytes of the varint that encodes `value`.
  static func varintLength(_ value: Int) -> Int {
    value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5
  }
}
