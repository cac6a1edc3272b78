import PrometheusExport
import Testing

@Suite struct CumulativeTests {
  private func request(_ value: Int64, start: UInt64, time: UInt64) -> MetricsRequest {
    MetricsRequest("requests", .sum, .cumulative, [.init(.int(value), start: at(start), time: at(time))])
  }

  @Test func `the latest point counts, on whatever loop it came`() {
    let store = StoreUnderTest(loops: 2)
    store.take(request(3, start: 0, time: 10), loop: 0)
    store.take(request(7, start: 0, time: 20), loop: 1)
    #expect(store.only == .number(7))
    store.take(request(9, start: 0, time: 30), loop: 0)
    #expect(store.only == .number(9))
    #expect(store.sweepOnce().newlyContested == 0)
  }

  @Test func `an older point does not turn back the counter`() {
    let store = StoreUnderTest()
    store.take(request(7, start: 0, time: 20))
    store.take(request(3, start: 0, time: 10))
    #expect(store.only == .number(7))
    #expect(store.counts[.late] == 1)
  }

  @Test func `a new start is a new count`() {
    let store = StoreUnderTest()
    store.take(request(7, start: 0, time: 20))
    store.take(request(1, start: 30, time: 40))
    #expect(store.only == .number(1))
    #expect(store.onlySeries?.start == at(30))
    #expect(store.counts[.twoWriters] == 0)
  }

  @Test func `two senders of one series are found on one loop`() {
    let store = StoreUnderTest()
    store.take(request(7, start: 0, time: 20))
    store.take(request(1, start: 15, time: 25))
    store.take(request(8, start: 0, time: 30))
    #expect(store.counts[.twoWriters] == 1)
    #expect(store.loops[0].takeIncidents().count == 1)
  }

  @Test func `two senders of one series are found on two loops, once`() {
    let store = StoreUnderTest(loops: 2)
    store.take(request(7, start: 0, time: 20), loop: 0)
    store.take(request(1, start: 15, time: 25), loop: 1)
    let outcome = store.sweepOnce()
    #expect(outcome.newlyContested == 1)
    #expect(outcome.incidents.map(\.metric) == ["requests_total"])
    #expect(store.sweepOnce().newlyContested == 0)
  }

  @Test func `two processes of one service are two series`() {
    let store = StoreUnderTest()
    for instance in ["a", "b"] {
      var part = request(3, start: 0, time: 10)
      part.resource["service.instance.id"] = instance
      store.take(part)
    }
    #expect(store.shown.count == 2)
  }

  @Test func `a clock that is ahead does not stop the series`() {
    let store = StoreUnderTest()
    store.take(request(3, start: 0, time: 9_999_999))
    store.seconds += 10
    store.take(request(4, start: 0, time: 100_005))
    #expect(store.only == .number(4))
  }

  @Test func `no recorded value hides that series alone until it comes again`() {
    let store = StoreUnderTest()
    let both = MetricsRequest(
      "requests", .sum, .cumulative,
      [.init(.int(1), ["k": "a"], time: at(10)), .init(.int(2), ["k": "b"], time: at(10))])
    store.take(both)
    store.take(
      MetricsRequest(
        "requests", .sum, .cumulative,
        [.init(.noRecordedValue, ["k": "a"], time: at(20)), .init(.int(5), ["k": "b"], time: at(20))]))
    #expect(Array(store.shown.values) == [.number(5)])
    store.take(MetricsRequest("requests", .sum, .cumulative, [.init(.int(3), ["k": "a"], time: at(30))]))
    #expect(store.shown.count == 2)
  }

  @Test func `what nobody has sent for long enough is hidden`() {
    let store = StoreUnderTest()
    store.take(request(3, start: 0, time: 10))
    store.seconds += 300
    #expect(store.only == .number(3))
    store.seconds += 1
    #expect(store.all.isEmpty)
  }
}
