package import TelemetryEngine

/// Why an input cannot be shown.
package enum PreviewError: Error, Equatable, CustomStringConvertible {
  /// A place in a text: both from 1, the column in characters.
  package struct Place: Equatable, Sendable {
    package let line: Int
    package let column: Int

    init(of offset: Int, in text: [UInt8]) {
      let before = text.prefix(offset)
      line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      // Of a character only its first byte counts.
      column = before[start...].count { $0 & 0xc0 != 0x80 } + 1
    }
  }

  case gzip
  case json(OTLPJSONError, Place)
  /// An object that has keys, but none that a request has.
  case noRequest(Place)
  case protobuf(WireError)
  /// The bytes could be requests of several signals.
  case ambiguous([Signal])
  /// A mode refuses the request whole, counted from 1.
  case refused(request: Int, WireError)

  /// Where, if the input is text.
  package var place: Place? {
    switch self {
    case .json(_, let place), .noRequest(let place): place
    default: nil
    }
  }

  package var description: String {
    switch self {
    case .gzip: "the input is compressed with gzip; decompress it first, as `gzip -dc FILE` does"
    case .json(let error, _): error.description
    case .noRequest:
      "no OTLP request begins here: the object has none of the keys resourceSpans, resourceMetrics and resourceLogs"
    case .protobuf(let error): error.description
    case .ambiguous(let signals):
      "the input could be \(signals.map(\.name).joined(separator: " or ")); say which with --signal"
    case .refused(let request, let error): "request \(request) is refused whole: \(error.message)"
    }
  }
}
