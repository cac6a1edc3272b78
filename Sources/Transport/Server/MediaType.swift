/// What a `content-type` says, parsed as a media type (RFC 9110, section 8.3.1): parameters and case
/// of type and subtype do not matter.
package enum MediaType: Sendable, Equatable {
  case protobuf
  case json
  /// `application/grpc` or `application/grpc+proto`.
  case grpc
  /// `application/grpc+…` with a message format that is not protobuf.
  case otherGRPC
  case other
  case missing

  package init(_ value: Span<UInt8>) {
    var end = 0
    while end < value.count, value[end] != UInt8(ascii: ";") { end += 1 }
    let type = value.extracting(value.trimmedRange(0..<end))
    if type.equalsIgnoringCase("application/x-protobuf") {
      self = .protobuf
    } else if type.equalsIgnoringCase("application/grpc") || type.equalsIgnoringCase("application/grpc+proto")
    {
      self = .grpc
    } else if type.equalsIgnoringCase("application/json") {
      self = .json
    } else if type.count > 17, type.extracting(0..<17).equalsIgnoringCase("application/grpc+") {
      self = .otherGRPC
    } else {
      self = type.isEmpty ? .missing : .other
    }
  }
}
