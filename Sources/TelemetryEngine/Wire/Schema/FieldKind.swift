/// The type of a protobuf field, as far as OTLP uses them.
///
/// A repeated field has the kind of its elements.
package enum FieldKind: UInt8, Sendable, CaseIterable {
  /// Not in the tables: a newer field, which is carried along and never interpreted.
  case unknown
  case string
  case bytes
  /// `bytes` that OTLP/JSON writes in hexadecimal: a trace or span id.
  case hexID
  case bool
  case enumeration
  case int32
  case uint32
  case sint32
  case fixed32
  case int64
  case uint64
  case fixed64
  case sfixed64
  case double
  case message

  /// The wire type of a single value; nil for `unknown`, which has any.
  @inline(__always)
  package var wireType: WireType? {
    switch self {
    case .unknown: nil
    case .string, .bytes, .hexID, .message: .lengthDelimited
    case .bool, .enumeration, .int32, .uint32, .sint32, .int64, .uint64: .varint
    case .fixed32: .fixed32
    case .fixed64, .sfixed64, .double: .fixed64
    }
  }

  /// Whether the payload must be valid UTF-8.
  @inline(__always)
  package var isText: Bool { self == .string }

  /// Whether a repeated field of this kind may come packed, several values in one payload.
  @inline(__always)
  package var isPackable: Bool { wireType != .lengthDelimited && self != .unknown }
}
