import Foundation
import PrometheusExport
import TelemetryEngine

// Measures the Prometheus listener's store without I/O: `swift run -c release series-benchmark`

func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

func residentBytes() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  let fields = text.split(separator: " ")
  return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}

let (metrics, routes) = (100, 1000)
let series = metrics * routes
let registry = SeriesRegistry(maxSeries: 2 * series)
let loops = (0..<2).map { _ in LoopSeriesStore(registry, SeriesOptions()) }

@MainActor
func requests(_ round: Int) -> [[UInt8]] {
  (0..<metrics).map { metric in
    CounterRequest.bytes(
      metric: metric, routes: 0..<routes, value: Int64(round), time: UInt64(round) * 1_000_000_000)
  }
}

/// Every series is sent to each loop in turn.
@MainActor
func take(_ requests: [[UInt8]], _ round: Int) {
  for request in requests {
    unsafe loops[round % 2].take(
      request.span.bytes, seconds: UInt32(round), now: UInt64(round) * 1_000_000_000)
  }
}

func report(_ what: String, _ body: () -> Int) {
  let start = cpuSeconds()
  let count = body()
  let elapsed = cpuSeconds() - start
  print("\(what): \(String(format: "%.3f", elapsed)) s CPU, \(Int(elapsed / Double(count) * 1e9)) ns each")
}

let rounds = (10..<16).map { ($0, requests($0)) }
let before = residentBytes()
report("\(series) new series") {
  take(rounds[0].1, 10)
  return series
}
print("\((residentBytes() - before) / series) bytes a series, known to one loop")
report("\(series) series new to a second loop") {
  take(rounds[1].1, 11)
  return series
}
print("\((residentBytes() - before) / series) bytes a series, known to both")
report("\(4 * series) points of known series") {
  for (round, requests) in rounds[2...] { take(requests, round) }
  return 4 * series
}
let families = registry.exposed(loops.map(\.snapshot), seconds: 16, expireAfter: 300)
let scrapers = [
  ("text", "text/plain;version=0.0.4"), ("OpenMetrics", "application/openmetrics-text;version=1.0.0"),
  (
    "protobuf",
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
  ),
]
for (name, accept) in scrapers {
  var (bytes, largest) = (0, 0)
  report("a scrape of \(series) series in \(name)") {
    var renderer = ScrapeRenderer(families, ScrapeFormat.negotiated(accept))
    while let piece = renderer.next() {
      bytes += piece.count
      largest = max(largest, piece.count)
    }
    return series
  }
  print("  \(bytes >> 20) MiB in pieces of at most \(largest >> 10) KiB")
}
