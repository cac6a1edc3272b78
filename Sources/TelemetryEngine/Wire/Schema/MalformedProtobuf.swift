/// Bytes that are no message a protobuf decoder would accept, and where that showed.
package struct MalformedProtobuf: Error, Equatable, CustomStringConvertible {
  package enum Reason: Sendable, Equatable {
    /// A tag with field number 0, a number over 2^29-1, or wire type 6 or 7.
    case badTag
    /// A field, or a varint in it, goes on where its message ends; a varint has over ten bytes.
    case truncated
    /// A length is larger than what is left of the message.
    case lengthPastEnd
    /// A group ends that did not begin, or begins and does not end.
    case unbalancedGroup
    /// Messages or groups are nested more than 100 deep.
    case tooDeep
    /// A string field is not UTF-8.
    case invalidUTF8
    /// A message field that may occur once occurs so often that merging it is refused.
    case tooManyFragments
  }

  package let reason: Reason
  /// The offset into the bytes that were given, of the field or byte at fault.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  package var description: String {
    let what =
      switch reason {
      case .badTag: "not a field tag"
      case .truncated: "a field is cut short"
      case .lengthPastEnd: "a length runs past the end of its message"
      case .unbalancedGroup: "a group without its other end"
      case .tooDeep: "messages nested more than \(FieldReader.maximumDepth) deep"
      case .invalidUTF8: "a string field is not UTF-8"
      case .tooManyFragments: "one message field split into too many parts"
      }
    return "malformed protobuf at byte \(offset): \(what)"
  }
}
