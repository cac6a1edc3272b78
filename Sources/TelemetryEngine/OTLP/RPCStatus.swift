/// A `google.rpc.Status`: what an OTLP server answers when it does not accept a request.
package struct RPCStatus: Sendable, Equatable {
  package var code: RPCCode
  /// English, for the person who reads the sender's log. Never contains telemetry.
  package var message: String
  /// The delay of the attached `google.rpc.RetryInfo`; nil when there is none.
  package var retryDelay: Duration?

  package init(code: RPCCode, message: String, retryDelay: Duration? = nil) {
    self.code = code
    self.message = message
    self.retryDelay = retryDelay
  }

  private static let retryInfoType = "type.googleapis.com/google.rpc.RetryInfo"
  /// What follows the last slash of the type's URL names the message, whatever host stands before.
  private static let retryInfoName = "/google.rpc.RetryInfo"

  /// The protobuf encoding, with a `RetryInfo` detail when there is a delay.
  package func encoded() -> [UInt8] {
    var status = SmallMessageWriter()
    status.varint(field: 1, UInt64(code.rawValue))
    status.string(field: 2, message)
    if let retryDelay {
      var duration = SmallMessageWriter()
      let (seconds, attoseconds) = retryDelay.components
      duration.varint(field: 1, UInt64(bitPattern: seconds))
      duration.varint(field: 2, UInt64(bitPattern: attoseconds / 1_000_000_000))
      var retryInfo = SmallMessageWriter()
      retryInfo.bytes(field: 1, duration.encoded)
      var detail = SmallMessageWriter()
      detail.string(field: 1, Self.retryInfoType)
      detail.bytes(field: 2, retryInfo.encoded)
      status.bytes(field: 3, detail.encoded)
    }
    return status.encoded
  }

  /// Reads a status that a server sent; nil when the bytes are no `google.rpc.Status`.
  /// A code this enumeration does not know is read as `unknown`.
  package init?(decoding bytes: [UInt8]) {
    self.init(code: .ok, message: "")
    var reader = SmallMessageReader(bytes)
    while let field = reader.next() {
      switch (field.number, field.value) {
      case (1, .varint(let value)):
        code = RPCCode(rawValue: Int(Int32(truncatingIfNeeded: value))) ?? .unknown
      case (2, .bytes(let text)): message = String(decoding: text, as: UTF8.self)
      case (3, .bytes(let detail)): retryDelay = Self.retryDelay(inDetail: detail) ?? retryDelay
      default: break
      }
    }
    if reader.isMalformed { return nil }
  }

  private static func retryDelay(inDetail detail: ArraySlice<UInt8>) -> Duration? {
    var isRetryInfo = false
    var payload: ArraySlice<UInt8> = []
    var reader = SmallMessageReader(detail)
    while let field = reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let type)):
        isRetryInfo = type.suffix(retryInfoName.utf8.count).elementsEqual(retryInfoName.utf8)
      case (2, .bytes(let value)): payload = value
      default: break
      }
    }
    guard isRetryInfo, !reader.isMalformed else { return nil }
    var delay: ArraySlice<UInt8> = []
    var info = SmallMessageReader(payload)
    while let field = info.next() {
      if field.number == 1, case .bytes(let value) = field.value { delay = value }
    }
    guard !info.isMalformed else { return nil }
    var seconds: Int64 = 0
    var nanoseconds: Int64 = 0
    var duration = SmallMessageReader(delay)
    while let field = duration.next() {
      switch (field.number, field.value) {
      case (1, .varint(let value)): seconds = Int64(bitPattern: value)
      case (2, .varint(let value)): nanoseconds = Int64(bitPattern: value)
      default: break
      }
    }
    // google.protobuf.Duration's own range; what is outside is a peer's mistake, not a delay.
    guard !duration.isMalformed, (0...315_576_000_000).contains(seconds),
      (0...999_999_999).contains(nanoseconds)
    else { return nil }
    return .seconds(seconds) + .nanoseconds(nanoseconds)
  }
}
