internal import NIOCore
internal import TelemetryEngine

/// One answer of OTLP/HTTP, before it is written for HTTP/1.1 or HTTP/2.
struct HTTPReply: Equatable {
  enum Format: Equatable { case protobuf, json }

  var status: Int
  var format: Format
  var body: [UInt8]
  /// In lower case, without content type and length.
  var fields: [(String, String)] = []

  static func == (left: HTTPReply, right: HTTPReply) -> Bool {
    left.status == right.status && left.format == right.format && left.body == right.body
      && left.fields.elementsEqual(right.fields, by: ==)
  }

  init(_ response: ExportResponse) {
    status = 200
    format = .protobuf
    body = response.encoded()
  }

  /// The error body is a `google.rpc.Status` in the request's encoding; in JSON when the request's
  /// is unknown, since a person can read it.
  init(_ failure: Failure, requestType: MediaType) {
    status = failure.httpStatus
    format = requestType == .protobuf ? .protobuf : .json
    body = format == .protobuf ? failure.status.encoded() : Array(failure.status.json.utf8)
    if status == 405 { fields.append(("allow", "POST")) }
    if failure.namesEncodings { fields.append(("accept-encoding", Refusal.encodings)) }
    if let delay = failure.status.retryDelay, [429, 503].contains(status) {
      fields.append(("retry-after", String(HTTPStatus.retryAfter(delay))))
    }
  }

  var contentType: String { format == .protobuf ? "application/x-protobuf" : "application/json" }
}

extension RPCStatus {
  /// The JSON mapping of `google.rpc.Status`.
  var json: String {
    var details = ""
    if let retryDelay {
      let seconds = HTTPStatus.retryAfter(retryDelay)
      details =
        #","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"\#(seconds)s"}]"#
    }
    return #"{"code":\#(code.rawValue),"message":"\#(Self.escaped(message))"\#(details)}"#
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1f}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
