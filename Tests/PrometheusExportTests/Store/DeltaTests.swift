import PrometheusExport
import Testing

@Suite struct DeltaTests {
  private func request(_ points: [(UInt64, UInt64, Int64)]) -> MetricsRequest {
    MetricsRequest(
      "requests", .sum, .delta, points.map { .init(.int($0.2), start: at($0.0), time: at($0.1)) })
  }

  @Test func `points add up, whichever loop they come in on`() {
    let store = StoreUnderTest(loops: 2)
    store.take(request([(0, 10, 3)]), loop: 0)
    store.take(request([(10, 20, 4)]), loop: 1)
    store.take(request([(20, 30, 5)]), loop: 0)
    #expect(store.only == .number(12))
    #expect(store.onlySeries?.start == at(0))
  }

  @Test(
    arguments: [
      ([(0, 10, 1), (10, 20, 2)], 3, nil),
      ([(0, 10, 1), (40, 50, 2)], 3, StreamFault.gap),
      ([(20, 30, 1), (0, 10, 2)], 3, .late),
      ([(0, 10, 5), (0, 10, 5)], 5, .repeated),
      ([(0, 10, 5), (0, 10, 6)], 11, .twoWriters),
      ([(0, 10, 1), (1, 11, 1), (10, 20, 1), (11, 21, 1)], 4, .twoWriters),
    ] as [([(UInt64, UInt64, Int64)], Double, StreamFault?)])
  func `order, gaps and repeats`(points: [(UInt64, UInt64, Int64)], total: Double, fault: StreamFault?) {
    let store = StoreUnderTest()
    for point in points { store.take(request([point])) }
    #expect(store.only == .number(total))
    for other in StreamFault.allCases { #expect((store.counts[other] > 0) == (other == fault), "\(other)") }
  }

  @Test func `two writers are named once`() {
    let store = StoreUnderTest()
    for point in [(0, 10, 1), (1, 11, 1), (10, 20, 1), (11, 21, 1)] as [(UInt64, UInt64, Int64)] {
      store.take(request([point]))
    }
    #expect(
      store.loops[0].takeIncidents() == [
        SeriesIncident(what: .fault(.twoWriters), metric: "requests_total", job: "shop", instance: "")
      ])
    #expect(store.loops[0].takeIncidents() == [])
  }

  @Test(
    arguments: [
      ([(0, 10), (20, 30)], [(10, 20)], false), ([(0, 10), (10, 20)], [(1, 11), (11, 21)], true),
    ] as [([(UInt64, UInt64)], [(UInt64, UInt64)], Bool)])
  func `two writers on two loops are found when they cover more time than there was`(
    one: [(UInt64, UInt64)], other: [(UInt64, UInt64)], isContested: Bool
  ) {
    let store = StoreUnderTest(loops: 2)
    for point in one { store.take(request([(point.0, point.1, 1)]), loop: 0) }
    for point in other { store.take(request([(point.0, point.1, 1)]), loop: 1) }
    #expect(store.sweepOnce().newlyContested == (isContested ? 1 : 0))
    #expect(store.sweepOnce().newlyContested == 0)
  }

  @Test func `two runs of a job add up across a gap in which the series was hidden`() {
    let store = StoreUnderTest()
    store.take(request([(0, 10, 5)]))
    store.seconds += 301
    #expect(store.only == nil)
    store.sweepOnce()
    store.seconds += 3600
    store.take(request([(4000, 4010, 2)]))
    #expect(store.only == .number(7))
  }

  @Test func `a total is kept for a day, then forgotten`() {
    let store = StoreUnderTest()
    store.take(request([(0, 10, 5)]))
    store.seconds += 24 * 3600
    store.sweepOnce()
    #expect(store.registry.count == 2)
    store.seconds += 1
    store.sweepOnce()
    #expect(store.registry.count == 0)
    store.take(request([(20, 30, 1)]))
    #expect(store.only == .number(1))
  }

  @Test func `delta histograms add up, and start anew when their bounds change`() {
    let store = StoreUnderTest(loops: 2)
    func histogram(_ bounds: [Double], _ counts: [UInt64], _ time: UInt64) -> MetricsRequest {
      MetricsRequest(
        "size", .histogram, .delta,
        [.init(.histogram(bounds: bounds, counts: counts, sum: 2), start: at(time - 10), time: at(time))])
    }
    store.take(histogram([1, 2], [1, 0, 2], 10), loop: 0)
    store.take(histogram([1, 2], [1, 1, 0], 20), loop: 1)
    #expect(store.only == .histogram(HistogramValue(bounds: [1, 2], counts: [2, 1, 2], sum: 4)))
    store.take(histogram([1, 5], [3, 0, 0], 30), loop: 1)
    #expect(store.only == .histogram(HistogramValue(bounds: [1, 5], counts: [3, 0, 0], sum: 2)))
    #expect(store.counts[.boundsChanged] == 1)
    #expect((store.onlySeries?.start ?? 0) > at(10))
  }

  @Test func `whole numbers and others add up`() {
    let store = StoreUnderTest()
    for (time, value) in [(10, .int(5)), (20, .double(0.5))] as [(UInt64, MetricsRequest.Value)] {
      store.take(
        MetricsRequest("requests", .sum, .delta, [.init(value, start: at(time - 10), time: at(time))]))
    }
    #expect(store.only == .number(5.5))
  }

  @Test func `up-down counters in deltas are a gauge of their sum`() {
    let store = StoreUnderTest()
    for (time, value) in [(10, 5), (20, -3)] as [(UInt64, Int64)] {
      var part = request([(time - 10, time, value)])
      part.isMonotonic = false
      store.take(part)
    }
    #expect(store.only == .number(2))
    #expect(store.families.first { $0.name == "requests" }?.kind == .gauge)
  }

  @Test func `exponential histograms of different scales add up`() {
    let store = StoreUnderTest()
    func point(_ scale: Int32, _ positive: (Int32, [UInt64]), _ time: UInt64) -> MetricsRequest {
      MetricsRequest(
        "size", .exponential, .delta,
        [
          .init(
            .exponential(scale: scale, zero: 1, positive: positive, negative: (0, []), sum: 3),
            start: at(time - 10), time: at(time))
        ])
    }
    store.take(point(1, (0, [1, 2]), 10))
    store.take(point(0, (1, [4]), 20))
    #expect(
      store.only
        == .exponential(
          ExponentialHistogram(
            scale: 0, zeroCount: 2, positive: .init(offset: 0, counts: [3, 4]), count: 9, sum: 6)))
  }
}
