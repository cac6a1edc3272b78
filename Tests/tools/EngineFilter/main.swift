import PrivacyCatalogue
import Foundation
import TelemetryEngine

// Passes requests through the wire engine, for tests in other languages:
//   engine-filter strict|balanced|minimal
//   engine-filter json
// Standard input: for each request one byte for the signal (0 traces, 1 metrics, 2 logs), its length in
// four bytes, the highest first, and the request. Standard output: for each one byte, 0 if it was
// processed and 1 if it was refused; then four numbers of four bytes (items received, kept, rejected,
// and the length of what follows); then what may leave, or why it was refused. With `json` the requests are
// JSON, and what follows is their protobuf encoding; the other numbers are 0.

let modes: [String: PrivacyMode] = ["strict": .strict, "balanced": .balanced, "minimal": .minimal]
let readsJSON = CommandLine.arguments.last == "json"
let named = CommandLine.arguments.last.flatMap { readsJSON ? .minimal : modes[$0] }
guard CommandLine.arguments.count == 2, let mode = named else {
  print("usage: engine-filter strict|balanced|minimal|json")
  exit(64)
}
var pipeline = TelemetryPipeline(
  PipelineOptions(
    sampler: SpanSampler(root: .alwaysOn, isParentBased: false),
    privacy: PrivacyOptions(.init(mode: mode), pseudonymKey: PseudonymKey(derivingFrom: "engine-filter")),
    serviceName: "engine-filter"))

func bigEndian(_ number: Int) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}

func readBytes(_ count: Int) throws -> [UInt8]? {
  var bytes: [UInt8] = []
  while bytes.count < count {
    guard let more = try FileHandle.standardInput.read(upToCount: count - bytes.count), !more.isEmpty else {
      return nil
    }
    bytes += more
  }
  return bytes
}

func answer(_ signal: Signal, _ request: [UInt8], _ pipeline: inout TelemetryPipeline) -> [UInt8] {
  var output = WireBuffer(minimumCapacity: request.count)
  do {
    let items = try pipeline.process(signal, unsafe request.span.bytes, into: &output)
    let numbers = [items.received, items.kept, items.rejected, output.count].flatMap(bigEndian)
    return [0] + numbers + output.sealed().copied()
  } catch {
    let message = Array(error.message.utf8)
    return [1] + [0, 0, 0, message.count].flatMap(bigEndian) + message
  }
}

func encoding(_ signal: Signal, _ request: [UInt8]) -> [UInt8] {
  var output = WireBuffer(minimumCapacity: request.count)
  do {
    try OTLPJSON.decode(signal, unsafe request.span.bytes, into: &output)
    return [0] + [0, 0, 0, output.count].flatMap(bigEndian) + output.sealed().copied()
  } catch {
    let message = Array(error.description.utf8)
    return [1] + [0, 0, 0, message.count].flatMap(bigEndian) + message
  }
}

while let head = try readBytes(5), let signal = Signal(rawValue: head[0]) {
  let length = head[1...].reduce(0) { $0 << 8 | Int($1) }
  guard let request = try readBytes(length) else { break }
  try FileHandle.standardOutput.write(
    contentsOf: readsJSON ? encoding(signal, request) : answer(signal, request, &pipeline))
}
