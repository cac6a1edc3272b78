import LocalTargets
import TelemetryEngine
import Testing

@Suite struct BatchSummaryTests {
  private func line(_ signal: Signal, _ request: [UInt8]) throws -> String {
    BatchSummary.line(signal, try BatchTally(signal, unsafe request.span.bytes))
  }

  private func spans(_ names: [String: Int], service: String? = "checkout") -> [UInt8] {
    let records = names.flatMap { name, count in
      Array(repeating: Requests.span(name), count: count)
    }
    return Requests.request(service: service, records)
  }

  @Test func spansByServiceAndName() throws {
    let request = spans(["GET /cart": 20, "POST /pay": 12])
    #expect(try line(.traces, request) == "traces  32 spans  checkout: GET /cart ×20, POST /pay ×12")
  }

  @Test func dataPointsByMetric() throws {
    let records = [
      Requests.gauge("queue", points: 1), Requests.gauge("cpu", points: 3), Requests.gauge("no", points: 0),
    ]
    let request = Requests.request(service: "checkout", records)
    #expect(try line(.metrics, request) == "metrics  4 data points  checkout: cpu ×3, queue ×1")
  }

  @Test func logRecordsBySeverity() throws {
    let records = [17, 20, 9, 0, 255, 127].map { Requests.log(severity: $0 & 0x7f) }
    let request = Requests.request(service: "checkout", records)
    let expected = "logs  6 log records  checkout: no severity ×3, ERROR ×2, INFO ×1"
    #expect(try line(.logs, request) == expected)
  }

  @Test func oneItemIsSingularAndNoneHasNoNames() throws {
    #expect(try line(.traces, spans(["a": 1])) == "traces  1 span  checkout: a ×1")
    #expect(try line(.metrics, []) == "metrics  0 data points")
  }

  @Test func requestsOfABatchAddUpAndServicesAreApart() throws {
    let batch = spans(["a": 2, "b": 1]) + spans(["a": 3], service: "cart") + spans(["a": 2])
    let expected = "traces  8 spans  checkout: a ×4, b ×1; cart: a ×3"
    #expect(try line(.traces, batch) == expected)
  }

  @Test func whatSendersLeftOutIsSaid() throws {
    let request = spans(["": 1], service: nil)
    #expect(try line(.traces, request) == "traces  1 span  (no service.name): (no name) ×1")
  }

  @Test func fiveNamesAreShown() throws {
    let request = spans(["a": 9, "b": 8, "c": 7, "d": 6, "e": 5, "f": 4, "g": 3])
    let expected = "traces  42 spans  checkout: a ×9, b ×8, c ×7, d ×6, e ×5; 7 more"
    #expect(try line(.traces, request) == expected)
  }

  @Test(arguments: [
    ("\u{1b}[2J\u{7}", #"\u{1b}[2J\u{7}"#),
    ("a\nb\r\tc", #"a\u{a}b\u{d}\u{9}c"#),
    ("\u{9b}31m", #"\u{9b}31m"#),
    ("safe\u{202e}live", #"safe\u{202e}live"#),
    ("zero\u{200b}width", #"zero\u{200b}width"#),
    ("line\u{2028}", #"line\u{2028}"#),
    ("naïve 日本語 🧨", "naïve 日本語 🧨"),
    ("a\u{301}\u{302}\u{303}\u{304}", "a\u{301}\u{302}\\u{303}\\u{304}"),
    (String(repeating: "x", count: 40), String(repeating: "x", count: 40)),
    (String(repeating: "x", count: 41), String(repeating: "x", count: 39) + "…"),
    (String(repeating: "\u{0}", count: 99), String(repeating: #"\u{0}"#, count: 7) + "…"),
  ])
  func hostileNamesBecomePrintable(_ name: String, _ shown: String) throws {
    let request = spans([name: 2], service: name)
    #expect(try line(.traces, request) == "traces  2 spans  \(shown): \(shown) ×2")
  }

  @Test func namesThatAreNoUTF8AreRepaired() throws {
    let request = Requests.request(service: "s", [Requests.field(5, [0x61, 0xff, 0xc3])])
    #expect(try line(.traces, request) == "traces  1 span  s: a\u{fffd}\u{fffd} ×1")
  }

  @Test func theLineIsBoundedWhateverComes() throws {
    let huge = String(repeating: "\u{10ffff}", count: 100_000)
    let records = (0..<3000).map { Requests.span("\($0)" + huge.prefix(60)) }
    let request = Requests.request(service: huge, records)
    let tally = try BatchTally(.traces, unsafe request.span.bytes)
    #expect(tally.items == 3000)
    #expect(tally.counts.count == 1000)
    #expect(BatchSummary.line(.traces, tally).utf8.count <= 3000)
    #expect(BatchSummary.line(.traces, tally).hasSuffix("; 2995 more"))
  }

  @Test func aRequestThatIsNoneHasNoSummary() {
    #expect(throws: WireError.self) { try line(.traces, [0x0a, 0x05]) }
  }
}
