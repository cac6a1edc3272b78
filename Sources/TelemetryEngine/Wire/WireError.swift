/// Bytes that are no OTLP message, or none that may be passed on, and where that showed.
package struct WireError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    /// A field, length or varint goes past the end of the message it is in.
    case truncated
    /// A varint of more than ten bytes, or one that does not fit its type.
    case varintTooLong
    /// Field number 0, or one past 2^29 - 1.
    case invalidFieldNumber
    /// Wire type 6 or 7.
    case invalidWireType
    /// An end-group tag without its start, or the other way round.
    case unmatchedGroup
    /// Messages or groups nested more than 100 deep, where standard decoders stop.
    case nestedTooDeeply
    /// A packed list of fixed-width numbers whose length is no multiple of the width.
    case invalidPackedLength
    /// A string field is not UTF-8.
    case invalidUTF8
    /// A message field that may occur once occurs so often that merging it is refused.
    case tooManyFragments
    /// What may leave of the request is far larger than the request itself.
    case growsTooMuch
  }

  package let reason: Reason
  /// The offset into the bytes that were given, of the field or byte at fault.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  /// What is wrong, for the sender, in English; says nothing of the content.
  package var message: String {
    switch reason {
    case .truncated: "a field goes past the end of its message"
    case .varintTooLong: "a varint is too long"
    case .invalidFieldNumber: "a field number is out of range"
    case .invalidWireType: "a wire type is unknown"
    case .unmatchedGroup: "a group has no matching start or end"
    case .nestedTooDeeply: "messages are nested more than \(FieldReader.maximumDepth) deep"
    case .invalidPackedLength: "a packed list has a broken length"
    case .invalidUTF8: "a string field is not UTF-8"
    case .tooManyFragments: "one message field is split into too many parts"
    case .growsTooMuch: "it has too many short values that the privacy mode replaces by longer ones"
    }
  }

  package var description: String { "malformed protobuf at byte \(offset): \(message)" }
}
