@testable import TelemetryEngine

/// libFuzzer's own changes, which may make the bytes longer, up to `capacity`.
@_silgen_name("LLVMFuzzerMutate")
func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int) -> Int

/// Changes one text or one message deep in a request and mends the lengths around it. Without that nearly
/// every change breaks a length, and hardly one reaches the detectors.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateEngineInput(
  _ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: CUnsignedInt
) -> Int {
  var random = SplitMix(state: UInt64(seed))
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  guard random.next() % 4 != 0, count > EngineInput.headLength, let signal = Signal(rawValue: bytes[0] % 3)
  else {
    return unsafe mutateBytes(data, count, capacity)
  }
  var path: [Range<Int>] = []
  var type: MessageType? = signal.requestType
  var range = EngineInput.headLength..<count
  while let message = type, let field = aField(bytes, range, message, &random) {
    path.append(range)
    range = field.range
    // A message is changed as a whole now and then, so that fields come and go.
    type = random.next() % 8 == 0 ? nil : field.message
  }
  guard !path.isEmpty else { return unsafe mutateBytes(data, count, capacity) }
  let room = max(1, min(range.count + 200, capacity - count - 10 * path.count))
  var changed = Array(bytes[range]) + [UInt8](repeating: 0, count: max(0, room - range.count))
  let length = unsafe changed.withUnsafeMutableBufferPointer { buffer in
    unsafe buffer.baseAddress.map { unsafe mutateBytes($0, range.count, buffer.count) } ?? 0
  }
  let result = rebuilt(bytes, path, range, Array(changed.prefix(length)))
  guard result.count <= capacity else { return unsafe mutateBytes(data, count, capacity) }
  for (offset, byte) in result.enumerated() { unsafe data[offset] = byte }
  return result.count
}

private struct Field {
  let range: Range<Int>
  let message: MessageType?
}

/// One of the length-delimited fields of a message; nil when it has none or does not decode.
private func aField(
  _ bytes: [UInt8], _ range: Range<Int>, _ message: MessageType, _ random: inout SplitMix
) -> Field? {
  var found: [Field] = []
  var reader = FieldReader(bytes.span.bytes, range.lowerBound, range.upperBound)
  while let next = try? reader.next() {
    if next.isLengthDelimited {
      found.append(
        Field(range: next.low..<next.high, message: Schema.otlp.entry(message, next.number).message))
    }
  }
  return found.isEmpty ? nil : found[Int(random.next() % UInt64(found.count))]
}

/// The bytes with `content` in place of `range`, and the length before it and those of all messages around.
private func rebuilt(_ bytes: [UInt8], _ path: [Range<Int>], _ range: Range<Int>, _ content: [UInt8])
  -> [UInt8]
{
  var content = content
  var range = range
  for outer in path.reversed() {
    // The old length ends where the payload begins, and the tag before it stays.
    var start = range.lowerBound - 1
    while start > outer.lowerBound, bytes[start - 1] & 0x80 != 0 { start -= 1 }
    content =
      Array(bytes[outer.lowerBound..<start]) + varint(content.count) + content
      + bytes[range.upperBound..<outer.upperBound]
    range = outer
  }
  return Array(bytes[..<range.lowerBound]) + content
}

private func varint(_ number: Int) -> [UInt8] {
  var rest = number
  var bytes: [UInt8] = []
  while rest > 0x7f {
    bytes.append(UInt8(rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return bytes + [UInt8(rest)]
}

/// libFuzzer's seed decides all, so that a run can be repeated.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
