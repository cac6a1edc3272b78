import TelemetryEngine

/// Export requests with cumulative counters, as an HTTP server's instrumentation sends them.
enum CounterRequest {
  /// A request of one metric with a point for each of `routes`.
  static func bytes(metric: Int, routes: Range<Int>, value: Int64, time: UInt64) -> [UInt8] {
    var points: [UInt8] = []
    for route in routes {
      let attributes = [
        ("http.request.method", "GET"), ("http.response.status_code", "200"),
        ("http.route", "/api/v1/items/\(route)"), ("url.scheme", "https"),
      ]
      var point = field(2, fixed: 1_000_000_000) + field(3, fixed: time)
      point += field(6, fixed: UInt64(bitPattern: value))
      for (key, value) in attributes { point += field(7, attribute(key, value)) }
      points += field(1, point)
    }
    let sum = points + [0x10, 2, 0x18, 1]
    let data = field(1, Array("http.server.requests.\(metric)".utf8)) + field(7, sum)
    let resource = ["service.name": "shop", "service.instance.id": "6f2c"].sorted { $0.key < $1.key }
      .flatMap { field(1, attribute($0.key, $0.value)) }
    return field(1, field(1, resource) + field(2, field(2, data)))
  }

  private static func attribute(_ key: String, _ value: String) -> [UInt8] {
    field(1, Array(key.utf8)) + field(2, field(1, Array(value.utf8)))
  }

  private static func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
    var bytes = [number << 3 | 2]
    var rest = content.count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)] + content
  }

  private static func field(_ number: UInt8, fixed value: UInt64) -> [UInt8] {
    [number << 3 | 1] + (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
