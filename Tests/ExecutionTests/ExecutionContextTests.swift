import Testing

@testable import Execution

/// Numbers as they are given, and after that 1.
struct Scripted: RandomNumberGenerator {
  var numbers: [UInt64]

  mutating func next() -> UInt64 { numbers.isEmpty ? 1 : numbers.removeFirst() }
}

@Suite("The place in a trace")
struct ExecutionContextTests {
  private let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"

  @Test("A valid parent gives the trace, the flags and the state")
  func child() {
    var numbers = Scripted(numbers: [0xab])
    let context = ExecutionContext(traceParent: parent, traceState: "a=1", using: &numbers)
    #expect(context.span.text == "00-0af7651916cd43dd8448eb211c80319c-00000000000000ab-00")
    #expect(context.parent?.text == "b7ad6b7169203331")
    #expect(context.state?.text == "a=1")
  }

  @Test("Without a valid one a sampled trace begins", arguments: [nil, "", "00-no-parent-01"])
  func root(traceParent: String?) {
    var numbers = Scripted(numbers: [0xa, 0xb, 0xc])
    let context = ExecutionContext(traceParent: traceParent, traceState: "a=1", using: &numbers)
    #expect(context.span.text == "00-000000000000000a000000000000000b-000000000000000c-01")
    #expect(context.parent == nil)
    #expect(context.state == nil)
  }

  @Test("An invalid state takes nothing else with it")
  func state() {
    var numbers = Scripted(numbers: [])
    let context = ExecutionContext(traceParent: parent, traceState: "A=1", using: &numbers)
    #expect(context.parent != nil)
    #expect(context.state == nil)
  }

  @Test("No id is ever zero")
  func zeros() {
    var numbers = Scripted(numbers: [0, 0, 0, 7, 0, 0, 9])
    let context = ExecutionContext(traceParent: nil, traceState: nil, using: &numbers)
    #expect(context.span.text == "00-00000000000000000000000000000007-0000000000000009-01")
    #expect(TraceID(high: 0, low: 0) == nil)
    #expect(SpanID(0) == nil)
  }
}

@Suite("The environment of the command")
struct ChildEnvironmentTests {
  private func entries(_ texts: [String], traceParent: String?, state: String? = nil, marks: Bool = false)
    -> [String]
  {
    var numbers = Scripted(numbers: [])
    let context = ExecutionContext(traceParent: traceParent, traceState: state, using: &numbers)
    return ChildEnvironment.entries(texts.map { Array($0.utf8) }, context: context, isGuardRails: marks)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("Everything else stays, in its order")
  func others() {
    let before = [
      "PATH=/bin", "TRACEPARENT=old", "TRACEPARENTS=1", "EMPTY=", "odd", "TRACESTATE=old=1", "PATH=/again",
    ]
    let after = entries(before, traceParent: nil)
    #expect(after.dropLast() == ["PATH=/bin", "TRACEPARENTS=1", "EMPTY=", "odd", "PATH=/again"])
    #expect(after.last == "TRACEPARENT=00-00000000000000010000000000000001-0000000000000001-01")
  }

  @Test("The state goes with its parent, the mark below guard-rails")
  func mark() {
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let after = entries(["HEPHAESTUS_GUARD_RAILS=no"], traceParent: parent, state: "a=1", marks: true)
    #expect(
      after == [
        "TRACEPARENT=00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01", "TRACESTATE=a=1",
        "HEPHAESTUS_GUARD_RAILS=true",
      ])
  }

  @Test("Bytes that are no text stay")
  func bytes() {
    var numbers = Scripted(numbers: [])
    let odd: [UInt8] = Array("A=".utf8) + [0xff, 0xfe]
    let context = ExecutionContext(traceParent: nil, traceState: nil, using: &numbers)
    #expect(ChildEnvironment.entries([odd], context: context, isGuardRails: false).first == odd)
    #expect(ChildEnvironment.value(of: "A", in: [odd]) == [0xff, 0xfe])
  }
}
