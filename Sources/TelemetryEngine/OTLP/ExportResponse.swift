/// An `Export…ServiceResponse` of any signal: they all are one optional `partial_success` with the
/// same two fields.
package struct ExportResponse: Sendable, Equatable {
  /// Spans, data points or log records that the server refused.
  package var rejectedItems: Int
  /// Why, or a warning when nothing was refused; empty when there is nothing to say.
  package var message: String

  /// Full success: encodes to zero bytes, since `partial_success` must then be absent.
  package static let success = ExportResponse(rejectedItems: 0, message: "")

  package init(rejectedItems: Int, message: String) {
    self.rejectedItems = rejectedItems
    self.message = message
  }

  package func encoded() -> [UInt8] {
    guard self != .success else { return [] }
    var partial = SmallMessageWriter()
    if rejectedItems > 0 { partial.varint(field: 1, UInt64(rejectedItems)) }
    if !message.isEmpty { partial.string(field: 2, message) }
    var response = SmallMessageWriter()
    response.bytes(field: 1, partial.encoded)
    return response.encoded
  }

  /// Reads a response; nil when the bytes are no protobuf message.
  package init?(decoding bytes: [UInt8]) {
    self = .success
    var reader = SmallMessageReader(bytes)
    while let field = reader.next() {
      guard field.number == 1, case .bytes(let partial) = field.value else { continue }
      var inner = SmallMessageReader(partial)
      while let field = inner.next() {
        switch (field.number, field.value) {
        case (1, .varint(let count)): rejectedItems = Int(clamping: Int64(bitPattern: count))
        case (2, .bytes(let text)): message = String(decoding: text, as: UTF8.self)
        default: break
        }
      }
      if inner.isMalformed { return nil }
    }
    if reader.isMalformed { return nil }
    rejectedItems = max(0, rejectedItems)
  }
}
