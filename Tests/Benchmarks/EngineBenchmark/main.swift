import PrivacyCatalogue
import Foundation
import TelemetryEngine

// Measures the wire engine alone, on one core and without I/O:
//   swift run -c release engine-benchmark traces REQUEST.pb [strict|balanced|minimal] [always_on|RATIO] [SECONDS]

let arguments = CommandLine.arguments
guard arguments.count >= 3, let signal = Signal.allCases.first(where: { $0.name == arguments[1] }) else {
  print(
    "usage: engine-benchmark traces|metrics|logs REQUEST.pb [strict|balanced|minimal] [always_on|RATIO] [SECONDS]"
  )
  exit(64)
}
let modes: [String: PrivacyMode] = ["strict": .strict, "balanced": .balanced, "minimal": .minimal]
let mode = arguments.count > 3 ? modes[arguments[3]] ?? .balanced : .balanced
let ratio = arguments.count > 4 ? Double(arguments[4]) : nil
let seconds = arguments.count > 5 ? Double(arguments[5]) ?? 2 : 2
let request = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[2])))

var pipeline = TelemetryPipeline(
  PipelineOptions(
    sampler: SpanSampler(root: ratio.map { .traceIDRatio($0) } ?? .alwaysOn, isParentBased: true),
    privacy: PrivacyOptions(.init(mode: mode), pseudonymKey: PseudonymKey(derivingFrom: "benchmark")),
    serviceName: "hephaestus"))
var output = WireBuffer(minimumCapacity: 4 << 20)
var items = 0
var rounds = 0
/// CPU time of this process, which other processes do not move.
func cpuSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

let start = cpuSeconds()
while cpuSeconds() - start < seconds {
  for _ in 0..<20 {
    output.truncate(to: 0)
    items += try pipeline.process(signal, unsafe request.span.bytes, into: &output).received
    rounds += 1
  }
}
let elapsed = cpuSeconds() - start
print(
  """
  \(arguments[1]) \(arguments.count > 3 ? arguments[3] : "balanced"): \
  \(Int(Double(items) / elapsed)) items/CPU-s, \
  \(Double(rounds * request.count) / elapsed / 1e9) GB/s in, \(output.count) bytes out of \(request.count)
  """)
