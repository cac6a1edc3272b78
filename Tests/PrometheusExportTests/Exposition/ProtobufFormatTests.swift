import PrometheusExport
import Testing

/// Protobuf as a tree of fields. That real readers take it is for the end-to-end tests.
@Suite struct ProtobufFormatTests {
  static let format = ScrapeFormat(.protobuf, version: "", escaping: .underscores)

  func messages(_ families: ExposedFamily..., format: ScrapeFormat = Self.format) -> [WireMessage] {
    var reader = WireReader(renderBytes(families, format)[...])
    var messages: [WireMessage] = []
    while let message = reader.delimited() { messages.append(message) }
    return messages
  }

  @Test func aCounter() throws {
    let family = try #require(messages(Samples.counter).first)
    #expect(family.text(1) == "http_requests_total")
    #expect(family.text(2) == "Requests.")
    #expect(family.numbers(3) == [])
    let metrics = family.messages(4)
    #expect(metrics.count == 2)
    #expect(metrics[0].messages(1).map { [$0.text(1), $0.text(2)] } == [["code", "200"]])
    let counter = try #require(metrics[0].messages(3).first)
    #expect(counter.doubles(1) == [5])
    #expect(counter.messages(3).map { $0.numbers(1) + $0.numbers(2) } == [[1_700_000_000, 500_000_000]])
    let exemplar = try #require(counter.messages(2).first)
    #expect(exemplar.messages(1).map { $0.text(1) } == ["trace_id", "span_id"])
    #expect(exemplar.doubles(2) == [1])
    #expect(metrics[1].messages(3).first?.doubles(1) == [0.25])
  }

  static let kinds: [(ExposedFamily, UInt64, UInt64)] = [
    (Samples.gauge, 1, 2), (Samples.info, 1, 2), (Samples.stateset, 1, 2), (Samples.summary, 2, 4),
    (Samples.unknown, 3, 5), (Samples.histogram, 4, 7),
  ]

  @Test(arguments: kinds) func everyKindHasItsPlace(_ family: ExposedFamily, _ type: UInt64, _ field: UInt64)
    throws
  {
    let message = try #require(messages(family).first)
    #expect(message.numbers(3) == [type])
    #expect(message.messages(4).allSatisfy { $0.messages(field).count == 1 })
  }

  @Test func aClassicHistogramHasCumulativeBuckets() throws {
    let family = try #require(messages(Samples.histogram).first)
    #expect(family.text(5) == "seconds")
    let metric = try #require(family.messages(4).first)
    #expect(metric.messages(1).map { $0.text(2) } == ["a\\b\"c\nd"])
    let histogram = try #require(metric.messages(7).first)
    #expect(histogram.numbers(1) == [4])
    #expect(histogram.doubles(2) == [7.5])
    #expect(histogram.messages(3).flatMap { $0.numbers(1) } == [1, 1, 3, 4])
    #expect(histogram.messages(3).flatMap { $0.doubles(2) } == [0.5, 1, 1_000_000, .infinity])
    #expect(histogram.messages(3).map { $0.messages(3).count } == [1, 0, 1, 0])
  }

  func native(_ histogram: ExponentialHistogram, exemplars: [Exemplar] = []) throws -> WireMessage {
    let family = Samples.family(
      "x", "h", .histogram, Samples.series([], .exponential(histogram), start: 5, exemplars: exemplars))
    return try #require(messages(family).first?.messages(4).first?.messages(7).first)
  }

  @Test func anExponentialHistogramIsANativeOne() throws {
    let histogram = try native(
      ExponentialHistogram(
        scale: -1, zeroCount: 2, positive: .init(offset: -3, counts: [1, 3, 0, 0, 2, 0, 0, 0, 7]),
        negative: .init(offset: 4, counts: [5]), count: 20, sum: 1.5),
      exemplars: [Exemplar([], value: 1, time: 1), Exemplar([], value: 2, time: 2)])
    #expect(histogram.numbers(1) == [20])
    #expect(histogram.doubles(2) == [1.5])
    #expect(histogram.signed(5) == [-1])
    #expect(histogram.doubles(6) == [1e-128])
    #expect(histogram.numbers(7) == [2])
    // OTLP's bucket i is bucket i + 1 there. Two empty buckets are written, three are a gap.
    #expect(
      histogram.messages(12).map { [$0.signed(1), $0.numbers(2).map(Int64.init)] } == [
        [[-2], [5]], [[3], [1]],
      ])
    #expect(histogram.packedSigned(13) == [1, 2, -3, 0, 2, 5])
    #expect(histogram.messages(9).map { [$0.signed(1), $0.numbers(2).map(Int64.init)] } == [[[5], [1]]])
    #expect(histogram.packedSigned(10) == [5])
    #expect(histogram.messages(16).count == 2)
    #expect(histogram.messages(15).map { $0.numbers(2) } == [[5]])
    #expect(histogram.messages(3).isEmpty)
  }

  @Test func anEmptyOneIsStillNative() throws {
    let histogram = try native(ExponentialHistogram(scale: 3, zeroThreshold: 0.5, count: 0, sum: 0))
    #expect(histogram.doubles(6) == [0.5])
    #expect(histogram.messages(12).isEmpty && histogram.packedSigned(13).isEmpty)
  }

  @Test(arguments: [(Int.max, Int.max), (.min, .min), (0, Int(Int32.max))])
  func extremesEndSomewhere(_ scale: Int, _ offset: Int) throws {
    let histogram = try native(
      ExponentialHistogram(
        scale: scale, positive: .init(offset: offset, counts: [.max, 1, .max]), count: 0, sum: 0))
    #expect(histogram.packedSigned(13).count == 3)
  }

  @Test func aValueOfAnotherKindIsLeftOut() {
    var renderer = ScrapeRenderer(
      [Samples.family("x", "h", .histogram, Samples.series([("l", "v")], .number(1)))], Self.format)
    while renderer.next() != nil {}
    #expect(renderer.omissions.unrepresentable == 1)
  }

  @Test func familiesAreDelimited() {
    #expect(
      messages(Samples.gauge, Samples.counter).map { $0.text(1) } == [
        "http_requests_total", "temperature_celsius",
      ])
  }

  /// The names that quotes keep in the text formats need none here.
  @Test func namesAsTheyAreWhereTheScraperTakesThem() throws {
    let format = ScrapeFormat(.protobuf, version: "", escaping: .allowUTF8)
    let family = try #require(messages(Samples.unknown, format: format).first)
    #expect(family.text(1) == "what.is.it")
    #expect(family.messages(4).first?.messages(1).first?.text(1) == "größe")
  }
}
