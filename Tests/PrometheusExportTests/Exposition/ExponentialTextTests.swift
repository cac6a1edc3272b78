import PrometheusExport
import Testing

/// Exponential histograms in formats that have no native ones.
@Suite struct ExponentialTextTests {
  func buckets(
    _ scale: Int, _ positive: ExponentialHistogram.Buckets = .init(), zero: UInt64 = 0, threshold: Double = 0,
    negative: ExponentialHistogram.Buckets = .init(), count: UInt64 = 0
  ) -> [String] {
    let histogram = ExponentialHistogram(
      scale: scale, zeroThreshold: threshold, zeroCount: zero, positive: positive, negative: negative,
      count: count,
      sum: 1)
    let family = Samples.family("x", "h", .histogram, Samples.series([], .exponential(histogram)))
    return samples([family]).filter { $0.hasPrefix("x_bucket") }
      .map { String($0.dropFirst("x_bucket{le=\"".count)).replacing("\"} ", with: " ") }
  }

  @Test func atScaleZeroTheBoundsAreItsOwn() {
    #expect(
      buckets(0, .init(offset: -1, counts: [1, 2, 3])) == ["1.0 1.0", "2.0 3.0", "4.0 6.0", "+Inf 6.0"])
  }

  @Test func finerBucketsAreMergedIntoPowersOfTwo() {
    // At scale 2 four buckets make a power of two; these are the last of (1, 2] and all of (2, 4].
    #expect(buckets(2, .init(offset: 3, counts: [1, 1, 1, 1, 1])) == ["2.0 1.0", "4.0 5.0", "+Inf 5.0"])
    // Below one the indices are negative.
    #expect(buckets(2, .init(offset: -5, counts: [1, 1])) == ["0.5 1.0", "1.0 2.0", "+Inf 2.0"])
  }

  @Test func coarserBucketsKeepTheirBounds() {
    #expect(
      buckets(-1, .init(offset: 0, counts: [1, 0, 2])) == ["4.0 1.0", "16.0 1.0", "64.0 3.0", "+Inf 3.0"])
    #expect(buckets(-4, .init(offset: -1, counts: [1, 1])) == ["1.0 1.0", "65536.0 2.0", "+Inf 2.0"])
  }

  @Test func emptyBucketsAtTheEndsAreNotShown() {
    #expect(
      buckets(0, .init(offset: 0, counts: [0, 0, 1, 0, 1, 0])) == [
        "8.0 1.0", "16.0 1.0", "32.0 2.0", "+Inf 2.0",
      ])
  }

  @Test func zerosAndNegativesComeFirst() {
    #expect(
      buckets(
        0, .init(offset: 0, counts: [1]), zero: 2, threshold: 0.25,
        negative: .init(offset: 0, counts: [3, 4]))
        == ["-2.0 4.0", "-1.0 7.0", "0.25 9.0", "2.0 10.0", "+Inf 10.0"])
  }

  @Test func aBucketBelowTheZeroThresholdCountsThere() {
    #expect(
      buckets(0, .init(offset: -3, counts: [1, 0, 0, 1]), zero: 2, threshold: 0.5)
        == ["0.5 3.0", "1.0 3.0", "2.0 4.0", "+Inf 4.0"])
  }

  @Test func nothingIsStillAHistogram() {
    #expect(buckets(3) == ["+Inf 0.0"])
    #expect(buckets(3, count: 2) == ["+Inf 2.0"])
  }

  @Test func theNumberOfBoundsIsBounded() {
    var counts = [UInt64](repeating: 0, count: 2000)
    counts[0] = 1
    counts[1999] = 1
    let lines = buckets(
      0, .init(offset: -1000, counts: counts), negative: .init(offset: -1000, counts: counts))
    #expect(lines.count <= 130)
    #expect(lines.last == "+Inf 4.0")
  }

  static let extremes: [(Int, Int)] = [
    (8, Int(Int32.max)), (8, Int(Int32.min)), (0, Int(Int32.max)), (0, Int(Int32.min)), (-4, Int(Int32.max)),
    (-4, Int(Int32.min)), (-10, .max - 1), (-10, .min), (20, .max - 1), (20, .min), (.max, 0), (.min, 0),
    (.min, .min),
  ]

  @Test(arguments: extremes) func extremesEndSomewhere(_ scale: Int, _ offset: Int) {
    let lines = buckets(
      scale, .init(offset: offset, counts: [1, 1]), negative: .init(offset: offset, counts: [1, 1]))
    #expect(lines.last == "+Inf 4.0")
  }
}
