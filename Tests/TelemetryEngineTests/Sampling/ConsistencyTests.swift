import TelemetryEngine
import Testing

@Suite struct ConsistencyTests {
  private static func spans(_ count: Int, seed: UInt64) -> [[UInt8]] {
    var random = SeededRandom(seed)
    return (0..<count).map { _ in (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) } }
  }

  private static func kept(_ ids: [[UInt8]], _ ratio: Double) throws -> Set<[UInt8]> {
    let options = PipelineOptions.sampling(SpanSampler(root: .traceIDRatio(ratio), isParentBased: true))
    let request = Sample.request(ids.map { Sample.span(traceID: $0) })
    let records = try process(.traces, request, options).records
    return Set(records.flatMap { ProtobufTree.payloads($0, 1) })
  }

  /// Spans of one trace, in any order and through different pipelines, share its fate.
  @Test func wholeTracesStayWhole() throws {
    let ids = Self.spans(500, seed: 1)
    var random = SeededRandom(2)
    let first = try Self.kept(ids, 0.3)
    let second = try Self.kept(ids.shuffled(using: &random), 0.3)
    #expect(first == second)
    #expect(!first.isEmpty && first.count < ids.count)
  }

  /// A larger ratio keeps what a smaller one keeps, so that stages in a row do not multiply.
  @Test func ratiosNest() throws {
    let ids = Self.spans(2000, seed: 3)
    var larger = Set(ids)
    for ratio in [0.9, 0.5, 0.2, 0.05] {
      let smaller = try Self.kept(ids, ratio)
      #expect(smaller.isSubset(of: larger))
      larger = smaller
    }
  }

  /// Within five standard deviations of the ratio.
  @Test(arguments: [0.01, 0.1, 0.2, 0.5, 0.9])
  func theShareIsTheRatio(_ ratio: Double) throws {
    let count = 20_000
    let kept = Double(try Self.kept(Self.spans(count, seed: 4), ratio).count)
    let expected = Double(count) * ratio
    #expect(abs(kept - expected) < 5 * (expected * (1 - ratio)).squareRoot())
  }
}
