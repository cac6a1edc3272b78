/// An answer of the scrape or the admin listener.
struct StatusResponse: Sendable {
  var status: Int
  var contentType = "text/plain; charset=utf-8"
  var body: [UInt8]
  /// For 405.
  var allow: String?

  static func text(_ status: Int, _ text: String) -> StatusResponse {
    StatusResponse(status: status, body: Array("\(text)\n".utf8))
  }

  static let notFound = text(404, "not found")
  static let methodNotAllowed = StatusResponse(
    status: 405, body: Array("only GET and HEAD\n".utf8), allow: "GET, HEAD")
}
