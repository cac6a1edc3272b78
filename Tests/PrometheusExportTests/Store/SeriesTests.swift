import PrometheusExport
import Testing

@Suite struct SeriesTests {
  @Test func `labels: the attributes in both forms, job, instance and scope`() {
    let store = StoreUnderTest()
    var request = MetricsRequest(
      "queue.size", .gauge, .unspecified, [.init(.double(2), ["b.c": "2", "a": "1"], time: at(1))])
    request.resource = ["service.name": "api", "service.namespace": "shop", "service.instance.id": "i1"]
    request.scope = "lib"
    request.scopeAttributes = ["name": "shadowed", "tier": "one"]
    store.take(request)
    #expect(
      store.shown == [
        #"queue_size{a="1",attributes="a=1,b.c=2",b_c="2",instance="i1",job="shop/api",otel_scope_name="lib",otel_scope_tier="one"}"#:
          .number(2)
      ])
  }

  @Test(arguments: [
    (SeriesOptions.AttributesLabel.joined, #"requests_total{attributes="a=1",instance="",job="shop"}"#),
    (.labels, #"requests_total{a="1",instance="",job="shop"}"#),
    (.both, #"requests_total{a="1",attributes="a=1",instance="",job="shop"}"#),
  ])
  func `the attributes label`(mode: SeriesOptions.AttributesLabel, expected: String) {
    var options = SeriesOptions()
    options.attributesLabel = mode
    let store = StoreUnderTest(options)
    store.take(MetricsRequest([.init(.int(1), ["a": "1"], time: at(1))]))
    #expect(Array(store.shown.keys) == [expected])
  }

  @Test func `joined attributes never become one`() {
    #expect(JoinedAttributes.text([("a", "1,b=2")]) == #"a=1\,b=2"#)
    #expect(JoinedAttributes.text([("b", "2"), ("a", "1")]) == "a=1,b=2")
  }

  @Test func `labels that collide are joined in the order of their keys`() {
    var options = SeriesOptions()
    options.attributesLabel = .labels
    let store = StoreUnderTest(options)
    store.take(
      MetricsRequest(
        "g", .gauge, .unspecified, [.init(.int(1), ["a_b": "2", "a.b": "1", "job": "x"], time: at(1))]))
    #expect(store.shown.keys.first == #"g{a_b="1;2",instance="",job="shop;x"}"#)
  }

  @Test func `target_info shows a resource once, and differing ones merged`() {
    let store = StoreUnderTest()
    for pid in ["9", "8"] {
      var request = MetricsRequest([.init(.int(1), ["pid": pid], time: at(1))])
      request.resource["process.pid"] = pid
      store.take(request)
    }
    let targets = store.all.filter { $0.0 == "target_info" }.map {
      String(decoding: $0.1.labels.text, as: UTF8.self)
    }
    #expect(targets == [#"instance="",job="shop",process_pid="8",service_name="shop""#])
    #expect(store.counts[.resourceConflict] == 1)
  }

  @Test func `past the bound new series are refused and old ones go on`() {
    let store = StoreUnderTest(maxSeries: 4)
    for value in 1...5 {
      store.take(MetricsRequest([.init(.int(1), ["k": "\(value)"], time: at(1))]))
    }
    #expect(store.shown.count == 3)
    #expect(store.counts[.seriesLimit] == 2)
    store.take(MetricsRequest([.init(.int(1), ["k": "5"], time: at(1))]))
    #expect(store.counts[.seriesLimit] == 3)
    store.registry.maxSeries = 10
    store.seconds += 10
    store.take(MetricsRequest([.init(.int(1), ["k": "5"], time: at(1))]))
    #expect(store.shown.count == 4)
    store.take(MetricsRequest([.init(.int(9), ["k": "1"], time: at(2))]))
    #expect(store.shown.values.contains(.number(9)))
  }

  @Test func `when room is short, hidden series go first, those not sent for longest before the others`() {
    let store = StoreUnderTest(maxSeries: 10)
    for value in 1...9 {
      store.take(MetricsRequest("m", .sum, .delta, [.init(.int(1), ["k": "\(value)"], time: at(1))]))
      store.seconds += 1
    }
    #expect(store.registry.count == 10)
    store.seconds += 298
    store.sweepOnce()
    #expect(store.registry.count == 9)
    store.take(MetricsRequest("m", .sum, .delta, [.init(.int(5), ["k": "1"], time: at(2))]))
    #expect(store.shown.values.contains(.number(5)))
  }

  @Test func `a metric of another type under a known name is refused`() {
    let store = StoreUnderTest()
    store.take(MetricsRequest("m", .gauge, .unspecified, [.init(.int(1), time: at(1))]))
    store.take(
      MetricsRequest(
        "m", .histogram, .cumulative, [.init(.histogram(bounds: [], counts: [1], sum: 1), time: at(1))]))
    #expect(store.shown.count == 1)
    #expect(store.counts[.typeConflict] == 1)
  }

  @Test(
    arguments: [
      (MetricsRequest.Value.histogram(bounds: [1], counts: [1], sum: 1), MetricsRequest.Kind.histogram),
      (.histogram(bounds: [2, 1], counts: [1, 1, 1], sum: 1), .histogram),
      (.histogram(bounds: [.nan], counts: [1, 1], sum: 1), .histogram),
      (.exponential(scale: -5, zero: 0, positive: (0, [1]), negative: (0, []), sum: 1), .exponential),
      (.exponential(scale: 0, zero: 0, positive: (0, [1]), negative: (0, []), sum: nil), .exponential),
      (.exponential(scale: 0, zero: 0, positive: (.max, [1]), negative: (0, []), sum: 1), .exponential),
      (.summary(count: 1, sum: 1, quantiles: [(2, 1)]), .summary),
    ] as [(MetricsRequest.Value, MetricsRequest.Kind)])
  func `impossible points are refused`(value: MetricsRequest.Value, kind: MetricsRequest.Kind) {
    let store = StoreUnderTest()
    store.take(MetricsRequest("m", kind, .cumulative, [.init(value, time: at(1))]))
    #expect(store.shown.isEmpty)
    #expect(store.counts[.invalidPoint] == 1)
  }

  @Test func `hostile numbers do no harm`() {
    let store = StoreUnderTest()
    for _ in 0..<2 {
      store.take(
        MetricsRequest(
          "m", .exponential, .delta,
          [
            .init(
              .exponential(
                scale: .max, zero: .max, positive: (.min, [0, .max]), negative: (.max, [0]), sum: .nan),
              start: .max, time: .max)
          ]))
      store.take(
        MetricsRequest(
          "h", .histogram, .delta,
          [.init(.histogram(bounds: [1], counts: [.max, .max], sum: .infinity), start: .max, time: .max)]))
    }
    #expect(store.all.count >= 1)
  }

  @Test func `a sum or histogram without a temporality is refused`() {
    let store = StoreUnderTest()
    store.take(MetricsRequest("m", .sum, .unspecified, [.init(.int(1), time: at(1))]))
    #expect(store.counts[.unspecifiedTemporality] == 1)
  }

  @Test func `metadata may say what a gauge is`() {
    let store = StoreUnderTest()
    var request = MetricsRequest("m", .gauge, .unspecified, [.init(.int(1), time: at(1))])
    request.metadata = ["prometheus.type": "info"]
    store.take(request)
    #expect(store.families.first { $0.name == "m" }?.kind == .info)
  }

  @Test func `exemplars: the latest of each bucket, ids before attributes`() {
    let store = StoreUnderTest()
    store.take(
      MetricsRequest(
        "h", .histogram, .cumulative,
        [
          .init(
            .histogram(bounds: [1], counts: [2, 1], sum: 3), time: at(1),
            exemplars: [
              MetricsRequest.exemplar(0.5, trace: 1, time: 1),
              MetricsRequest.exemplar(0.7, trace: 2, time: 2, ["user": "u"]),
              MetricsRequest.exemplar(2, trace: 3, time: 3, ["long": String(repeating: "x", count: 100)]),
            ])
        ]))
    let exemplars = store.onlySeries?.exemplars ?? []
    #expect(exemplars.map(\.value) == [0.7, 2])
    #expect(exemplars[0].labels.map(\.name) == ["trace_id", "span_id", "user"])
    #expect(exemplars[0].labels[0].value == String(repeating: "02", count: 16))
    #expect(exemplars[1].labels.map(\.name) == ["trace_id", "span_id"])
  }

  @Test func `a changed option makes new series and lets the old ones expire`() {
    let store = StoreUnderTest()
    let request = MetricsRequest([.init(.int(1), ["a": "1"], time: at(1))])
    store.take(request)
    var options = SeriesOptions()
    options.attributesLabel = .labels
    store.loops[0].configure(options)
    store.take(request)
    #expect(store.shown.count == 2)
  }
}
