import Foundation
import PrometheusExport
@testable import TelemetryEngine

/// What libFuzzer calls with every input. A crash, a precondition that does not hold, an input that takes
/// more than seconds: all of it is a finding.
///
/// - Returns: 0; libFuzzer asks for nothing else.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzEngine(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  guard let input = EngineInput(bytes) else { return 0 }
  var pipeline = TelemetryPipeline(input.options)
  let output: [UInt8]
  do {
    output = try process(input.request, input.signal, &pipeline)
  } catch {
    OutputFolder.shared?.save(input, refused: error.message)
    return 0
  }
  precondition(
    output.count <= input.maxGrowth * input.request.count + growthAllowance, "an output keeps to the bound")
  precondition(isDecodable(output, input.signal), "what leaves can be decoded")
  // What the pipeline remembers of the first time must not change its mind.
  expect(try? process(input.request, input.signal, &pipeline), output, input, "the same again is the same")
  if input.isIdempotent, looksTwice { checkSecondGateway(input, output) }
  if input.signal == .metrics { scrape(output) }
  OutputFolder.shared?.save(input, passed: output)
  return 0
}

/// What leaves also becomes series, on two loops, and is scraped in every format.
private func scrape(_ output: [UInt8]) {
  let registry = SeriesRegistry(maxSeries: 64)
  let loops = (0..<2).map { _ in LoopSeriesStore(registry, SeriesOptions()) }
  for (second, loop) in [0, 1, 0].enumerated() {
    loops[loop].take(output.span.bytes, seconds: UInt32(second), now: 1_800_000_000_000_000_000)
  }
  precondition(registry.count <= 64, "no more series than there may be")
  let families = registry.exposed(loops.map(\.snapshot), seconds: 3, expireAfter: 60)
  for syntax in ScrapeFormat.Syntax.allCases {
    for escaping in [EscapingScheme.allowUTF8, .values] {
      var renderer = ScrapeRenderer(families, ScrapeFormat(syntax, version: "", escaping: escaping))
      while renderer.next() != nil {}
    }
  }
  for loop in loops { loop.forgetAll() }
  precondition(registry.count == 0, "what nobody holds is forgotten")
}

/// Whether what a second gateway changes is a finding. Off unless asked for: in requests that no encoder writes,
/// leaving out what no decoder reads can leave something that means something else, such as a service without a
/// name. The end-to-end tests hold it for all others.
private let looksTwice = ProcessInfo.processInfo.environment["ENGINE_FUZZ_TWICE"] != nil

/// `privacy.max_growth` lets a request leave so many times as long as it came, and so much more; what the
/// gateway adds for a resource comes on top.
private let growthAllowance = 1 << 20 + 1 << 10

/// Processes a request behind what is in the output already; a request that is refused leaves that alone.
private func process(
  _ request: [UInt8], _ signal: Signal, _ pipeline: inout TelemetryPipeline
) throws(WireError) -> [UInt8] {
  let before: [UInt8] = [0x0a, 0x00]
  var output = WireBuffer(minimumCapacity: 16)
  output.append(before)
  var refusal: WireError?
  do {
    let items = try pipeline.process(signal, request.span.bytes, into: &output)
    precondition(
      items.received == items.kept + items.sampledOut + items.rejected, "every item is counted once")
  } catch {
    refusal = error
  }
  let bytes = output.sealed().copied()
  precondition(Array(bytes.prefix(before.count)) == before, "what was in the output stays")
  if let refusal {
    precondition(bytes.count == before.count, "what is refused leaves nothing")
    throw refusal
  }
  return Array(bytes.dropFirst(before.count))
}

private func isDecodable(_ output: [UInt8], _ signal: Signal) -> Bool {
  let bytes = output.span.bytes
  return (try? MessageValidator.isText(bytes, 0, bytes.byteCount, signal.requestType, depth: 0)) == true
}

private func checkSecondGateway(_ input: EngineInput, _ output: [UInt8]) {
  var second = TelemetryPipeline(input.options)
  expect(try? process(output, input.signal, &second), output, input, "a second gateway changes nothing")
}

private func expect(_ found: [UInt8]?, _ output: [UInt8], _ input: EngineInput, _ what: String) {
  guard found != output else { return }
  OutputFolder.shared?.save(input, passed: output, again: found)
  preconditionFailure(what)
}
