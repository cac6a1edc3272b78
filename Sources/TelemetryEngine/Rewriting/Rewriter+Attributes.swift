internal import PrivacyCatalogue

extension Rewriter {
  /// Walks `field`, a `KeyValue` in the message entered last.
  ///
  /// - Returns: false when the mode leaves it out.
  @inline(__always)
  mutating func attribute(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    // The key-value and its value are two levels more.
    guard writer.depth + 2 <= FieldReader.maximumDepth else {
      return try anyAttribute(bytes, field, place, &output)
    }
    switch attributes.recall(bytes, field.low, field.high, place) {
    case .same(let rule):
      guard rule.leavesOut(of: place) else { return true }
      try leaveOut(bytes, field, rule, &output)
      return false
    case .key(let rule, let keyEnd):
      return try attribute(bytes, field, rule, keyEnd, place, &output)
    case .newKey(let keyEnd):
      return try newAttribute(bytes, field, keyEnd, place, &output)
    case .unfit:
      return try anyAttribute(bytes, field, place, &output)
    }
  }

  @inline(never)
  private mutating func newAttribute(
    _ bytes: RawSpan, _ field: WireField, _ keyEnd: Int, _ place: TextPlace, _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    guard let rule = learn(bytes, field, keyEnd, place) else {
      return try anyAttribute(bytes, field, place, &output)
    }
    return try attribute(bytes, field, rule, keyEnd, place, &output)
  }

  /// Decides for the new key of the attribute looked up last, and remembers it. Answers nil for a key
  /// that itself must not leave, which takes the long way each time.
  mutating func learn(
    _ bytes: RawSpan, _ field: WireField, _ keyEnd: Int, _ place: TextPlace
  ) -> KeyRule? {
    let keyStart = field.low + 2
    guard let rule = scrubber.rule(forKey: bytes, keyStart, keyEnd),
      scrubber.isHarmless(bytes, keyStart, keyEnd)
    else { return nil }
    attributes.learn(rule, bytes, field.low, keyEnd: keyEnd, place)
    return rule
  }

  /// An attribute whose key, which stays as it is, is at its start.
  @inline(never)
  private mutating func attribute(
    _ bytes: RawSpan, _ field: WireField, _ rule: KeyRule, _ keyEnd: Int, _ place: TextPlace,
    _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    guard let value = SimpleValue(bytes, keyEnd, field.high) else {
      return try anyAttribute(bytes, field, place, &output)
    }
    if rule.isScanned {
      if value.kind == .text {
        switch scrubber.scrub(bytes, value.low, field.high, place, rule.style) {
        case .unchanged: break
        case .changed:
          try replaceValue(bytes, field, keyEnd, value.low, &output)
          return true
        case .invalidUTF8:
          hasInvalidText = true
          return true
        }
      } else if value.kind == .number,
        let hidden = scrubber.ruleHidingNumber(bytes, value.low, field.high, rule.style)
      {
        if scrubber.replace(bytes, value.low, field.high, isText: false, hidden, place) {
          try replaceValue(bytes, field, keyEnd, value.low, &output)
        }
        return true
      }
    } else {
      if value.kind == .text, !bytes.isUTF8(value.low, field.high) {
        hasInvalidText = true
        return true
      }
      if rule.leavesOut(of: place) {
        attributes.remember(bytes, field.low, field.high)
        try leaveOut(bytes, field, rule, &output)
        return false
      }
      let isText = value.kind == .text
      let isChanged =
        value.kind != .nothing && value.low < field.high
        && scrubber.replace(bytes, value.low, field.high, isText: isText, rule.privacyRule, place)
      if isChanged {
        try replaceValue(bytes, field, keyEnd, value.low, &output)
        return true
      }
    }
    attributes.remember(bytes, field.low, field.high)
    return true
  }

  private mutating func leaveOut(
    _ bytes: RawSpan, _ field: WireField, _ rule: KeyRule, _ output: inout WireBuffer
  ) throws(WireError) {
    try writer.cut(field, bytes, &output)
    scrubber.journal.note(rule.privacyRule, field.start, field.end)
  }

  /// Writes the attribute with the scrubber's replacement for its value, `bytes[low..<field.high]`.
  private mutating func replaceValue(
    _ bytes: RawSpan, _ field: WireField, _ keyEnd: Int, _ low: Int, _ output: inout WireBuffer
  ) throws(WireError) {
    try writer.cut(field, bytes, &output)
    let keyLength = keyEnd &- field.low
    let textLength = scrubber.replacementLength
    if keyLength &+ textLength < 0x7c {
      // All lengths are one byte: the tag and length of the attribute, then those of the value and the text.
      let whole = UInt64(truncatingIfNeeded: keyLength &+ textLength &+ 4)
      output.append(low: 2, of: UInt64(field.tag) | whole &<< 8)
      output.append(bytes, field.low, keyEnd)
      let length = UInt64(truncatingIfNeeded: textLength)
      output.append(low: 4, of: 0x000a_0012 | (length &+ 2) &<< 8 | length &<< 24)
    } else {
      let valueLength = WireBuffer.fieldLength(textLength)
      output.append(tag: field.number, length: keyLength + WireBuffer.fieldLength(valueLength))
      output.append(bytes, field.low, keyEnd)
      output.append(tag: 2, length: valueLength)
      output.append(tag: 1, length: textLength)
    }
    scrubber.appendReplacement(bytes, low, field.high, to: &output)
  }

  /// An attribute in any form. `outer` is how the texts of the map are treated that it stands in; what its own
  /// key says is heard first.
  @inline(never)
  mutating func anyAttribute(
    _ bytes: RawSpan, _ field: WireField, _ place: TextPlace, outer: TextStyle = .plain,
    _ output: inout WireBuffer
  ) throws(WireError) -> Bool {
    guard writer.depth < FieldReader.maximumDepth else {
      throw WireError(.nestedTooDeeply, at: field.start)
    }
    let parts = try AttributeParts(bytes, field, depth: writer.depth + 1)
    guard let rule = scrubber.rule(forKey: bytes, parts.key.lowerBound, parts.key.upperBound) else {
      try validate(bytes, field)
      hasInvalidText = true
      return true
    }
    if rule.isScanned {
      let enclosing = keyStyle
      keyStyle = outer
      defer { keyStyle = enclosing }
      try message(bytes, field, .keyValue, place, rule.style == .plain ? outer : rule.style, &output)
      return true
    }
    try validate(bytes, field)
    if rule.leavesOut(of: place)
      || scrubber.policy.isStrict && place == .item && changesKey(bytes, parts, outer)
    {
      try leaveOut(bytes, field, rule, &output)
      return false
    }
    try replaceAny(bytes, field, parts, rule.privacyRule, place, outer, &output)
    return true
  }

  /// Whether the key itself must not leave, which the list of `strict` has none of.
  private mutating func changesKey(
    _ bytes: RawSpan, _ parts: AttributeParts, _ style: TextStyle
  ) -> Bool {
    !scrubber.isHarmless(bytes, parts.key.lowerBound, parts.key.upperBound, style)
  }

  /// Writes an attribute in any form with what stands for its whole value.
  private mutating func replaceAny(
    _ bytes: RawSpan, _ field: WireField, _ parts: AttributeParts, _ rule: PrivacyRule, _ place: TextPlace,
    _ keyStyle: TextStyle, _ output: inout WireBuffer
  ) throws(WireError) {
    let (low, high) = (parts.value.lowerBound, parts.value.upperBound)
    let isChanged =
      low < high
      && scrubber.replace(bytes, low, high, isText: parts.isText, rule, place)
    guard isChanged else {
      // The value may stay; the key is looked at as any text.
      let enclosing = self.keyStyle
      self.keyStyle = keyStyle
      defer { self.keyStyle = enclosing }
      return try message(bytes, field, .keyValue, place, .plain, &output)
    }
    var value = WireBuffer(minimumCapacity: 64)
    scrubber.appendReplacement(bytes, low, high, to: &value)
    var key = WireBuffer(minimumCapacity: 64)
    switch scrubber.scrub(bytes, parts.key.lowerBound, parts.key.upperBound, place, keyStyle) {
    case .changed: scrubber.appendReplacement(bytes, parts.key.lowerBound, parts.key.upperBound, to: &key)
    case .unchanged, .invalidUTF8: key.append(bytes, parts.key.lowerBound, parts.key.upperBound)
    }
    try writer.cut(field, bytes, &output)
    let valueLength = WireBuffer.fieldLength(value.count)
    output.append(
      tag: field.number, length: WireBuffer.fieldLength(key.count) + WireBuffer.fieldLength(valueLength))
    output.append(tag: 1, length: key.count)
    key.withSpan { output.append($0, 0, $0.byteCount) }
    output.append(tag: 2, length: valueLength)
    output.append(tag: 1, length: value.count)
    value.withSpan { output.append($0, 0, $0.byteCount) }
  }

  /// Checks an attribute whose value is not walked otherwise.
  private mutating func validate(_ bytes: RawSpan, _ field: WireField) throws(WireError) {
    let isText = try MessageValidator.isText(bytes, field.low, field.high, .keyValue, depth: writer.depth + 1)
    if !isText { hasInvalidText = true }
  }
}
