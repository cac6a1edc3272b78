/// The field tables of OTLP, laid out for walkers: one flat array, found by message and number.
///
/// A walker keeps the value it was made with, so that a lookup is one bounds check and one load.
package struct Schema: Sendable {
  package static let otlp = Schema()

  /// Field numbers below this are looked up, the rest are unknown; the highest in use is 16.
  static let numbersPerMessage = 32

  private let entries: [FieldEntry]
  /// The JSON keys of all fields, each as `,"name":` in words of eight bytes, the first byte lowest.
  let keyWords: [UInt64]

  private init() {
    var entries = [FieldEntry](
      repeating: .unknown, count: MessageType.allCases.count * Self.numbersPerMessage)
    var keyWords: [UInt64] = []
    for type in MessageType.allCases {
      for field in type.fields {
        let key = Array(",\"\(field.name)\":".utf8)
        entries[Self.index(type, UInt32(field.number))] = FieldEntry(
          kind: field.kind, message: field.message, isRepeated: field.isRepeated,
          isChoice: field.isChoice, keyStart: UInt16(keyWords.count), keyLength: UInt8(key.count))
        keyWords += Self.words(key)
      }
    }
    self.entries = entries
    self.keyWords = keyWords
  }

  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start...].prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// What field `number` of `type` is; of kind `unknown` when the tables do not have it.
  @inline(__always)
  package func entry(_ type: MessageType, _ number: UInt32) -> FieldEntry {
    number < UInt32(Self.numbersPerMessage) ? entries[Self.index(type, number)] : .unknown
  }

  @inline(__always)
  private static func index(_ type: MessageType, _ number: UInt32) -> Int {
    Int(type.rawValue) * numbersPerMessage + Int(number)
  }
}

/// What a walker needs to know of a field.
package struct FieldEntry: Sendable {
  package let kind: FieldKind
  /// What kind `message` holds; nil for every other kind.
  package let message: MessageType?
  package let isRepeated: Bool
  /// Whether the field is a member of the message's `oneof`. No OTLP message has more than one.
  package let isChoice: Bool
  /// One bit for each wire type that a decoder reads the field in.
  private let wireTypes: UInt8
  /// The field's JSON key: which of the schema's key words is its first, and how many bytes it has.
  let keyStart: UInt16
  let keyLength: UInt8

  static let unknown = FieldEntry(
    kind: .unknown, message: nil, isRepeated: false, isChoice: false, keyStart: 0, keyLength: 0)

  init(
    kind: FieldKind, message: MessageType?, isRepeated: Bool, isChoice: Bool, keyStart: UInt16,
    keyLength: UInt8
  ) {
    self.kind = kind
    self.message = message
    self.isRepeated = isRepeated
    self.isChoice = isChoice
    self.keyStart = keyStart
    self.keyLength = keyLength
    let single = kind.wireType.map { 1 << $0.rawValue } ?? 0
    let packed = isRepeated && kind.isPackable ? 1 << WireType.lengthDelimited.rawValue : 0
    wireTypes = UInt8(single | packed)
  }

  /// Whether a decoder reads the field when it comes in this wire type. Otherwise it is treated as
  /// an unknown field, as protobuf's decoders do.
  @inline(__always)
  package func accepts(_ wireType: WireType) -> Bool {
    wireTypes >> wireType.rawValue & 1 != 0
  }
}
