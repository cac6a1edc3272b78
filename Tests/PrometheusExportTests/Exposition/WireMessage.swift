/// A protobuf message for comparisons.
struct WireMessage {
  enum Field: Equatable {
    case number(UInt64)
    case double(UInt64)
    case bytes([UInt8])
  }

  fileprivate(set) var fields: [(UInt64, Field)] = []

  func numbers(_ field: UInt64) -> [UInt64] {
    all(field).compactMap { if case .number(let number) = $0 { number } else { nil } }
  }

  func signed(_ field: UInt64) -> [Int64] { numbers(field).map(Self.unzigzag) }

  func doubles(_ field: UInt64) -> [Double] {
    all(field).compactMap { if case .double(let pattern) = $0 { Double(bitPattern: pattern) } else { nil } }
  }

  func bytes(_ field: UInt64) -> [[UInt8]] {
    all(field).compactMap { if case .bytes(let bytes) = $0 { bytes } else { nil } }
  }

  func text(_ field: UInt64) -> String? { bytes(field).first.map { String(decoding: $0, as: UTF8.self) } }

  func messages(_ field: UInt64) -> [WireMessage] {
    bytes(field).compactMap { WireReader($0[...]).message() }
  }

  func packedSigned(_ field: UInt64) -> [Int64] {
    bytes(field).flatMap { packed in
      var reader = WireReader(packed[...])
      var values: [Int64] = []
      while let value = reader.varint() { values.append(Self.unzigzag(value)) }
      return values
    }
  }

  private func all(_ field: UInt64) -> [Field] { fields.filter { $0.0 == field }.map(\.1) }

  private static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

struct WireReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = rest.popFirst() {
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// The message behind a length.
  mutating func delimited() -> WireMessage? {
    guard let length = varint(), rest.count >= Int(length) else { return nil }
    let content = rest.prefix(Int(length))
    rest = rest.dropFirst(Int(length))
    return WireReader(content).message()
  }

  /// Everything that is left as one message; nil when it is none.
  consuming func message() -> WireMessage? {
    var reader = self
    var message = WireMessage()
    while !reader.rest.isEmpty {
      guard let tag = reader.varint() else { return nil }
      switch tag & 7 {
      case 0:
        guard let number = reader.varint() else { return nil }
        message.fields.append((tag >> 3, .number(number)))
      case 1:
        guard reader.rest.count >= 8 else { return nil }
        let pattern = reader.rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        reader.rest = reader.rest.dropFirst(8)
        message.fields.append((tag >> 3, .double(pattern)))
      case 2:
        guard let length = reader.varint(), reader.rest.count >= Int(length) else { return nil }
        message.fields.append((tag >> 3, .bytes(Array(reader.rest.prefix(Int(length))))))
        reader.rest = reader.rest.dropFirst(Int(length))
      default: return nil
      }
    }
    return message
  }
}
