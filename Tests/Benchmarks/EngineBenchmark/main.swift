import Foundation
import PrivacyCatalogue
import TelemetryEngine

// Measures the wire engine alone, on one core and without I/O:
//   swift run -c release engine-benchmark                      every mode, on a request of 512 spans of its own
//   swift run -c release engine-benchmark traces REQUEST.pb [strict|balanced|minimal] [always_on|RATIO] [SECONDS]

/// CPU time of this process, which other processes do not move.
func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// Prints the best of `rounds` measurements, which a busy neighbour disturbs least.
func measure(
  _ signal: Signal, _ request: [UInt8], _ mode: PrivacyMode, ratio: Double? = nil, seconds: Double = 1,
  rounds: Int = 1
) throws {
  var pipeline = TelemetryPipeline(
    PipelineOptions(
      sampler: SpanSampler(root: ratio.map { .traceIDRatio($0) } ?? .alwaysOn, isParentBased: true),
      privacy: PrivacyOptions(.init(mode: mode), pseudonymKey: PseudonymKey(derivingFrom: "benchmark")),
      serviceName: "hephaestus"))
  var output = WireBuffer(minimumCapacity: 4 << 20)
  var best = (items: 0.0, bytes: 0.0)
  for _ in 0..<rounds {
    var items = 0
    var requests = 0
    let start = cpuSeconds()
    while cpuSeconds() - start < seconds {
      for _ in 0..<20 {
        output.truncate(to: 0)
        items += try pipeline.process(signal, unsafe request.span.bytes, into: &output).received
        requests += 1
      }
    }
    let elapsed = cpuSeconds() - start
    best.items = max(best.items, Double(items) / elapsed)
    best.bytes = max(best.bytes, Double(requests * request.count) / elapsed)
  }
  let speed = String(format: "%.2f", best.bytes / 1e9)
  print(
    "\(signal.name) \(mode.rawValue): \(speed) GB/s in, \(Int(best.items)) items/CPU-s, \(output.count) bytes out "
      + "of \(request.count)")
}

let arguments = CommandLine.arguments
if arguments.count == 1 {
  let request = SampleRequest.traces()
  for mode in PrivacyMode.allCases { try measure(.traces, request, mode, rounds: 5) }
} else if arguments.count >= 3, let signal = Signal.allCases.first(where: { $0.name == arguments[1] }) {
  let request = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2])))
  let mode = arguments.count > 3 ? PrivacyMode(rawValue: arguments[3]) : .balanced
  try measure(
    signal, request, mode ?? .balanced, ratio: arguments.count > 4 ? Double(arguments[4]) : nil,
    seconds: arguments.count > 5 ? Double(arguments[5]) ?? 2 : 2)
} else {
  print(
    "usage: engine-benchmark [traces|metrics|logs REQUEST.pb [strict|balanced|minimal] [always_on|RATIO] [SECONDS]]"
  )
  exit(64)
}
