import LocalTargets
import TelemetryEngine

/// Export requests, encoded by hand.
enum Requests {
  /// A field with a length-delimited payload.
  static func field(_ number: UInt8, _ payload: [UInt8]) -> [UInt8] {
    var length = payload.count
    var bytes = [number << 3 | 2]
    while length >= 0x80 {
      bytes.append(UInt8(length & 0x7f | 0x80))
      length >>= 7
    }
    return bytes + [UInt8(length)] + payload
  }

  static func field(_ number: UInt8, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  /// A request with these spans, metrics or log records of one service.
  static func request(service: String?, _ records: [[UInt8]]) -> [UInt8] {
    let scope = field(2, records.flatMap { field(2, $0) })
    guard let service else { return field(1, scope) }
    // The resource after its spans: the order on the wire is free.
    let attribute = field(1, "service.name") + field(2, field(1, service))
    return field(1, scope + field(1, field(1, field(1, "host") + field(2, [])) + field(1, attribute)))
  }

  static func span(_ name: String) -> [UInt8] { field(5, name) }

  static func gauge(_ name: String, points: Int) -> [UInt8] {
    field(1, name) + field(5, Array(repeating: field(1, []), count: points).flatMap { $0 })
  }

  static func log(severity: UInt8) -> [UInt8] { [0x10, severity] + field(3, "text") }
}

extension LocalTarget {
  /// Writes a request that stands between other bytes, and waits for the outcome.
  func write(_ signal: Signal, _ request: [UInt8]) async -> ExportOutcome {
    var buffer = WireBuffer(minimumCapacity: 64)
    buffer.append([0xff])
    buffer.append(request)
    buffer.append([0xff])
    let bytes = buffer.sealed()
    return await withCheckedContinuation { continuation in
      write(signal, bytes, 1..<(1 + request.count)) { continuation.resume(returning: $0) }
    }
  }
}
