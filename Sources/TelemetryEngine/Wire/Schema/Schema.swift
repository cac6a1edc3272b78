/// The field tables of OTLP, laid out for walkers: one flat array, found by message and number.
///
/// A walker keeps the value it was made with, so that a lookup is one bounds check and one load.
package struct Schema: Sendable {
  package static let otlp = Schema()

  /// Field numbers below this are looked up, the rest are unknown; the highest in use is 16.
  static let numbersPerMessage = 32

  private let entries: [FieldEntry]
  /// The JSON keys of all fields, each as `"name":`.
  let keys: [UInt8]

  private init() {
    var entries = [FieldEntry](
      repeating: .unknown, count: MessageType.allCases.count * Self.numbersPerMessage)
    var keys: [UInt8] = []
    for type in MessageType.allCases {
      for field in type.fields {
        let start = keys.count
        keys += "\"\(field.name)\":".utf8
        entries[Self.index(type, UInt32(field.number))] = FieldEntry(
          kind: field.kind, message: field.message, isRepeated: field.isRepeated,
          isChoice: field.isChoice, keyStart: UInt16(start), keyEnd: UInt16(keys.count))
      }
    }
    self.entries = entries
    self.keys = keys
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
  let keyStart: UInt16
  let keyEnd: UInt16

  static let unknown = FieldEntry(
    kind: .unknown, message: nil, isRepeated: false, isChoice: false, keyStart: 0, keyEnd: 0)

  /// Whether a decoder reads the field when it comes in this wire type. Otherwise it is treated as
  /// an unknown field, as protobuf's decoders do.
  @inline(__always)
  package func accepts(_ wireType: WireType) -> Bool {
    kind.wireType == wireType || (isRepeated && kind.isPackable && wireType == .lengthDelimited)
  }
}
