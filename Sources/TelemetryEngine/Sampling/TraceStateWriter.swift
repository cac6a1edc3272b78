internal import PrivacyCatalogue

/// Writes a trace state again: with another `th`, and without the members in which privacy finds something.
///
/// `th` and `rv` that are well-formed always leave; of an `ot` entry only other sub-keys may be left out, of
/// other vendors' entries the whole one. Entries keep their order; an `ot` entry that changes its `th` goes
/// to the front, and a list then has at most 32 members (W3C Trace Context, "Mutating the tracestate Field").
struct TraceStateWriter: ~Copyable {
  /// Bytes by which `th` makes a span longer at most, with what is around it.
  static let thresholdRoom = 40

  /// Members that a list may have.
  private static let maximumMembers = 32

  /// What is written.
  private(set) var text = WireBuffer(minimumCapacity: 512)
  private(set) var faults = TraceStateFaults()
  private var threshold = SamplingThreshold.always

  /// Whether a trace state has to be written again to leave.
  static func changes(
    _ bytes: RawSpan, _ range: Range<Int>, _ edit: SpanVerdict.ThresholdEdit, _ scrubber: inout Scrubber
  ) -> Bool {
    guard edit == .leave else { return true }
    var members = TraceStateParts.members(range.lowerBound, range.upperBound)
    while let member = members.next(bytes) {
      guard let value = bytes.otValue(member) else {
        if !scrubber.isHarmless(bytes, member.lowerBound, member.upperBound) { return true }
        continue
      }
      var parts = TraceStateParts.subKeys(value.lowerBound, value.upperBound)
      while let part = parts.next(bytes) {
        if !Self.mayLeave(bytes, part, &scrubber) { return true }
      }
    }
    return false
  }

  /// Writes the trace state `bytes[range]`; `threshold` is what to write, if that is the edit.
  mutating func write(
    _ bytes: RawSpan, _ range: Range<Int>, _ edit: SpanVerdict.ThresholdEdit,
    _ threshold: SamplingThreshold, _ scrubber: inout Scrubber
  ) {
    self.threshold = threshold
    text.truncate(to: 0)
    faults = TraceStateFaults()
    let isEdited = edit != .leave
    var count = 0
    if isEdited {
      appendEntry(bytes, firstEntry(bytes, range), edit, &scrubber)
      count = text.count == 0 ? 0 : 1
    }
    var members = TraceStateParts.members(range.lowerBound, range.upperBound)
    while let member = members.next(bytes) {
      if let value = bytes.otValue(member) {
        if !isEdited { appendEntry(bytes, value, edit, &scrubber) }
        continue
      }
      guard !isEdited || bytes.isTraceStateMember(member) else {
        faults.insert(.malformedMember)
        continue
      }
      guard !isEdited || count < Self.maximumMembers else {
        faults.insert(.tooManyMembers)
        break
      }
      guard scrubber.isHarmless(bytes, member.lowerBound, member.upperBound) else {
        remove(member, &scrubber)
        continue
      }
      if text.count > 0 { text.append(0x2c) }
      text.append(bytes, member.lowerBound, member.upperBound)
      count += 1
    }
  }

  /// The value of the `ot` entry that counts.
  private func firstEntry(_ bytes: RawSpan, _ range: Range<Int>) -> Range<Int> {
    var members = TraceStateParts.members(range.lowerBound, range.upperBound)
    while let member = members.next(bytes) {
      if let value = bytes.otValue(member) { return value }
    }
    return range.lowerBound..<range.lowerBound
  }

  /// Appends an `ot` entry with this value, unless nothing is left of it.
  private mutating func appendEntry(
    _ bytes: RawSpan, _ value: Range<Int>, _ edit: SpanVerdict.ThresholdEdit, _ scrubber: inout Scrubber
  ) {
    let start = text.count
    if start > 0 { text.append(0x2c) }
    text.append("ot=")
    let content = text.count
    // What is too long is not OpenTelemetry's entry, and nothing in it counts.
    let isOverlong = edit != .leave && value.count > UpstreamSampling.maximumValueLength
    let kept = isOverlong ? value.lowerBound..<value.lowerBound : value
    appendSubKeys(bytes, kept, edit, &scrubber)
    if text.count == content { text.truncate(to: start) }
  }

  private mutating func appendSubKeys(
    _ bytes: RawSpan, _ value: Range<Int>, _ edit: SpanVerdict.ThresholdEdit, _ scrubber: inout Scrubber
  ) {
    let content = text.count
    var room = UpstreamSampling.maximumValueLength - reserved(bytes, value, edit)
    var (isWritten, hasRandomness) = (false, false)
    if edit == .write, !holdsThreshold(bytes, value) {
      appendThreshold(content)
      isWritten = true
    }
    var parts = TraceStateParts.subKeys(value.lowerBound, value.upperBound)
    while let part = parts.next(bytes) {
      let subKey = TraceStateSubKey(bytes, part)
      if case .threshold = subKey, edit != .leave {
        if edit == .write, !isWritten {
          appendThreshold(content)
          isWritten = true
        }
        continue
      }
      if case .randomness(.some) = subKey, !hasRandomness {
        append(bytes, part, content)
        hasRandomness = true
        continue
      }
      guard Self.mayLeave(bytes, part, &scrubber) else {
        remove(part, &scrubber)
        continue
      }
      if edit != .leave {
        room -= part.count + 1
        guard room >= 0 else {
          faults.insert(.overlongEntry)
          continue
        }
      }
      append(bytes, part, content)
    }
  }

  /// Bytes that the threshold and the randomness take, which always have room.
  private func reserved(
    _ bytes: RawSpan, _ value: Range<Int>, _ edit: SpanVerdict.ThresholdEdit
  ) -> Int {
    var length = 0
    if edit == .write { length = 3 + threshold.textLength + 1 }
    var parts = TraceStateParts.subKeys(value.lowerBound, value.upperBound)
    while let part = parts.next(bytes) {
      if case .randomness(.some) = TraceStateSubKey(bytes, part) {
        length += part.count + 1
        break
      }
    }
    // The last one has no separator behind it.
    return length - 1
  }

  private func holdsThreshold(_ bytes: RawSpan, _ value: Range<Int>) -> Bool {
    var parts = TraceStateParts.subKeys(value.lowerBound, value.upperBound)
    while let part = parts.next(bytes) {
      if case .threshold = TraceStateSubKey(bytes, part) { return true }
    }
    return false
  }

  private mutating func appendThreshold(_ content: Int) {
    if text.count > content { text.append(0x3b) }
    text.append("th:")
    threshold.append(to: &text)
  }

  private mutating func append(_ bytes: RawSpan, _ part: Range<Int>, _ content: Int) {
    if text.count > content { text.append(0x3b) }
    text.append(bytes, part.lowerBound, part.upperBound)
  }

  private mutating func remove(_ part: Range<Int>, _ scrubber: inout Scrubber) {
    scrubber.journal.note(.traceState, part.lowerBound, part.upperBound)
  }

  /// Whether a sub-key of `ot` leaves as it is: what it says is well-formed, or nothing is found in it.
  private static func mayLeave(
    _ bytes: RawSpan, _ part: Range<Int>, _ scrubber: inout Scrubber
  ) -> Bool {
    switch TraceStateSubKey(bytes, part) {
    case .threshold(.some), .randomness(.some): true
    case .threshold(nil), .randomness(nil), .other:
      scrubber.isHarmless(bytes, part.lowerBound, part.upperBound)
    }
  }
}

/// A trace state that says just a threshold, as a field of a span.
struct ThresholdField {
  private var words = InlineArray<3, UInt64>(repeating: 0)
  private var length = 0

  init() {}

  init(_ threshold: SamplingThreshold) {
    var text = WireBuffer(minimumCapacity: 32)
    text.append("ot=th:")
    threshold.append(to: &text)
    var field = WireBuffer(minimumCapacity: 32)
    field.append(tag: 3, length: text.count)
    text.withSpan { field.append($0, 0, $0.byteCount) }
    length = field.count
    while field.count < 24 { field.append(0) }
    for index in 0..<3 { words[index] = field.withSpan { $0.littleEndian64(at: 8 * index) } }
  }

  @inline(__always)
  func append(to output: inout WireBuffer) {
    output.append(low: min(length, 8), of: words[0])
    if length > 8 { output.append(low: min(length - 8, 8), of: words[1]) }
    if length > 16 { output.append(low: length - 16, of: words[2]) }
  }
}
