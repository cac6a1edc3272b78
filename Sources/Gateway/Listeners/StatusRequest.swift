internal import NIOHTTP1

/// What a page is asked for.
struct StatusRequest: Sendable {
  /// Without the query.
  var path: String
  var accept: String?
  var acceptEncoding: String?
  var authorization: String?

  /// Repeated headers count as one list.
  init(_ head: HTTPRequestHead) {
    path = String(head.uri.prefix { $0 != "?" })
    func list(_ name: String) -> String? {
      let values = head.headers[name]
      return values.isEmpty ? nil : values.joined(separator: ",")
    }
    accept = list("accept")
    acceptEncoding = list("accept-encoding")
    authorization = head.headers.first(name: "authorization")
  }
}
