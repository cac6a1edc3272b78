import NIOCore
import Testing

/// One HTTP/1.1 answer.
struct HTTP1Response {
  var status: Int
  var fields: [String: String]
  var body: [UInt8]
}

extension RawConnection {
  /// Takes the next answer, which must have a content length or be informational.
  mutating func response() async throws -> HTTP1Response {
    while true {
      if let response = takeResponse() { return response }
      guard try await receive() else { throw ConnectionEnded(received: String(buffer: received)) }
    }
  }

  private mutating func takeResponse() -> HTTP1Response? {
    let text = String(buffer: received)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let headLength = text[..<end.upperBound].utf8.count
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      return nil
    }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { fields[parts[0].lowercased()] = parts[1].trimmingPrefix(" ").description }
    }
    let length = fields["content-length"].flatMap { Int($0) } ?? 0
    guard received.readableBytes >= headLength + length else { return nil }
    received.moveReaderIndex(forwardBy: headLength)
    return HTTP1Response(status: status, fields: fields, body: received.readBytes(length: length) ?? [])
  }

  /// Sends a POST of `body` and takes the answer.
  mutating func post(
    _ path: String = "/v1/traces", type: String = "application/x-protobuf", encoding: String? = nil,
    body: [UInt8] = []
  ) async throws -> HTTP1Response {
    var request = ByteBuffer(string: "POST \(path) HTTP/1.1\r\nhost: a\r\ncontent-type: \(type)\r\n")
    if let encoding { request.writeString("content-encoding: \(encoding)\r\n") }
    request.writeString("content-length: \(body.count)\r\n\r\n")
    request.writeBytes(body)
    try await send(request)
    return try await response()
  }
}
