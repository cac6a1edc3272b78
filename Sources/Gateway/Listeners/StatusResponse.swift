/// An answer of the scrape or the admin listener.
struct StatusResponse: Sendable {
  enum Body: Sendable {
    case whole([UInt8])
    /// Made piece by piece, off the loops and only as fast as the socket takes it. The function that is made gives
    /// the next piece, and nil at the end; it is let go when nobody wants the rest.
    case pieces(@Sendable () -> () -> [UInt8]?)
  }

  var status: Int
  var contentType = "text/plain; charset=utf-8"
  /// Beside the content type and the length.
  var headers: [(name: String, value: String)] = []
  var body: Body

  static func text(_ status: Int, _ text: String, headers: [(name: String, value: String)] = [])
    -> StatusResponse
  {
    StatusResponse(status: status, headers: headers, body: .whole(Array("\(text)\n".utf8)))
  }

  static let notFound = text(404, "not found")
  static let methodNotAllowed = text(405, "only GET and HEAD", headers: [("allow", "GET, HEAD")])
}
