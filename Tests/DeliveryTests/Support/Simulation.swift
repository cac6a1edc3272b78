import Delivery
import TelemetryEngine
import Testing

/// Requests as a mock target sees them: a header of id, items and size, then filling. The concatenation of
/// requests can be taken apart again, as an OTLP server can take apart a merged export request.
enum MockRequest {
  struct Parsed: Equatable {
    var id: Int
    var items: Int
  }

  static func bytes(id: Int, items: Int, size: Int) -> [UInt8] {
    let size = max(12, size)
    return [id, items, size].flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    } + [UInt8](repeating: 0xaa, count: size - 12)
  }

  /// Nil when the bytes are not a run of whole requests.
  static func parse(_ bytes: ArraySlice<UInt8>) -> [Parsed]? {
    var rest = bytes
    var parsed: [Parsed] = []
    while !rest.isEmpty {
      guard rest.count >= 12 else { return nil }
      let numbers = (0..<3).map { field in
        (0..<4).reduce(0) { $0 | Int(rest[rest.startIndex + field * 4 + $1]) << ($1 * 8) }
      }
      guard numbers[2] >= 12, rest.count >= numbers[2] else { return nil }
      rest = rest.dropFirst(numbers[2])
      parsed.append(Parsed(id: numbers[0], items: numbers[1]))
    }
    return parsed
  }
}

/// A target that keeps what it accepted and answers by chance.
final class MockTarget {
  enum Mood: CaseIterable { case well, down, busy, broken }

  private(set) var accepted: Set<Int> = []
  /// Items of accepted requests that it took and that it refused.
  private(set) var takenItems = 0
  private(set) var refusedItems = 0
  /// Requests that it refused together with others for good, without a culprit among them.
  private(set) var lostWithoutCulprit: Set<Int> = []
  var mood = Mood.well

  /// Answers an attempt; records an issue when the attempt should not have been made.
  func answer(
    _ order: SendOrder, isPoisoned: (Int) -> Bool, using random: inout SplitMix64
  ) -> ExportOutcome {
    let range = order.byteRange
    guard let requests = MockRequest.parse(order.batch.bytes.copied()[range]) else {
      Issue.record("an attempt that is not a run of whole requests")
      return .lost
    }
    #expect(requests.reduce(0) { $0 + $1.items } == order.items)
    switch mood {
    case .down: return .lost
    case .busy where Bool.random(using: &random):
      return .http(429, retryAfter: .milliseconds(Int.random(in: 0...3000, using: &random)))
    case .broken where Int.random(in: 0..<8, using: &random) == 0:
      lostWithoutCulprit.formUnion(requests.map(\.id))
      return .http(403)
    default: break
    }
    if requests.contains(where: { isPoisoned($0.id) }) { return .grpc(.invalidArgument) }
    for request in requests {
      #expect(accepted.insert(request.id).inserted, "a request was delivered twice")
    }
    let refused =
      Int.random(in: 0..<6, using: &random) == 0 ? Int.random(in: 0...order.items, using: &random) : 0
    takenItems += order.items - refused
    refusedItems += refused
    return refused > 0 ? .partial(refused) : .success
  }
}
