import TelemetryEngine

/// Requests of random content with any field of the tables, as the official classes would encode them if
/// their fields came in this order.
struct RandomRequest {
  private var random: SeededRandom

  init(seed: UInt64) { random = SeededRandom(seed) }

  mutating func request(_ signal: Signal) -> [UInt8] { message(signal.requestType, depth: 0) }

  private mutating func message(_ type: MessageType, depth: Int) -> [UInt8] {
    var writer = ProtobufBytes()
    var hasChoice = false
    for field in type.fields.shuffled(using: &random) {
      guard depth < 4 || Bool.random(using: &random), !(field.isChoice && hasChoice) else { continue }
      guard depth < 10 || field.message == nil else { continue }
      hasChoice = hasChoice || field.isChoice
      if field.isRepeated, field.kind.isPackable {
        let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in scalar(field.kind) }
        writer.payload(UInt64(field.number), values.flatMap { $0 })
      } else {
        for _ in 0..<(field.isRepeated ? Int.random(in: 1...3, using: &random) : 1) {
          write(field, to: &writer, depth: depth)
        }
      }
    }
    return writer.bytes
  }

  private mutating func write(_ field: FieldDefinition, to writer: inout ProtobufBytes, depth: Int) {
    let number = UInt64(field.number)
    if let message = field.message {
      writer.payload(number, self.message(message, depth: depth + 1))
    } else if field.kind.wireType == .lengthDelimited {
      writer.payload(number, field.kind == .string ? text() : bytes())
    } else if let wireType = field.kind.wireType {
      writer.tag(number, wireType.rawValue)
      writer.raw(scalar(field.kind))
    }
  }

  private mutating func text() -> [UInt8] {
    let pieces = ["a", "\"", "\\", "\n", "\u{1}", "ß", "日", "😀", "\u{7f}", "/", "quite long plain text "]
    let count = Int.random(in: 0...8, using: &random)
    return Array((0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined().utf8)
  }

  private mutating func bytes() -> [UInt8] {
    (0..<Int.random(in: 0...17, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private mutating func scalar(_ kind: FieldKind) -> [UInt8] {
    let raw = random.next() >> UInt64.random(in: 0...63, using: &random)
    switch kind {
    case .bool: return ProtobufBytes.base128(raw & 1)
    case .enumeration, .int32:
      return ProtobufBytes.base128(UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: raw))))
    case .uint32, .sint32: return ProtobufBytes.base128(raw & 0xffff_ffff)
    case .double:
      let value = Double(bitPattern: raw)
      let bits = value.isNaN ? Double.nan.bitPattern : raw
      return (0..<8).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
    default:
      switch kind.wireType {
      case .fixed64: return (0..<8).map { UInt8(truncatingIfNeeded: raw >> ($0 * 8)) }
      case .fixed32: return (0..<4).map { UInt8(truncatingIfNeeded: raw >> ($0 * 8)) }
      default: return ProtobufBytes.base128(raw)
      }
    }
  }
}
