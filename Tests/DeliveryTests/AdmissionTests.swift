import Delivery
import TelemetryEngine
import Testing

@Suite struct AdmissionTests {
  static func target(_ max: Int, required: Bool = true, signals: Set<Signal> = [.traces]) -> Admission.Target
  {
    Admission.Target(budget: QueueBudget(max: max), signals: signals, isRequired: required)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var targets: [Admission.Target]
    var memory = 1000
    var bytes: Int
    var full: Set<Int> = []
    var expected: Admission.Decision
  }

  static let cases: [Case] = [
    Case(testDescription: "fits", targets: [target(100), target(200)], bytes: 100, expected: .admitted),
    Case(
      testDescription: "the second has too few bytes left", targets: [target(200), target(150)], bytes: 100,
      expected: .refused(.queueFull(target: 1))),
    Case(
      testDescription: "the second has too many batches", targets: [target(200), target(200)], bytes: 10,
      full: [1], expected: .refused(.queueFull(target: 1))),
    Case(
      testDescription: "larger than a whole queue", targets: [target(99)], bytes: 100,
      expected: .refused(.tooLarge(target: 0))),
    Case(
      testDescription: "larger than the whole queue of the second", targets: [target(200), target(99)],
      bytes: 100, expected: .refused(.tooLarge(target: 1))),
    Case(
      testDescription: "memory used up", targets: [target(200)], memory: 149, bytes: 100,
      expected: .refused(.memoryFull)),
    Case(
      testDescription: "larger than memory", targets: [target(200)], memory: 99, bytes: 100,
      expected: .refused(.tooLargeForMemory)),
    Case(
      testDescription: "best effort does not decide", targets: [target(10, required: false), target(200)],
      bytes: 100, full: [0], expected: .admitted),
    Case(
      testDescription: "another signal's target does not decide", targets: [target(10, signals: [.logs])],
      bytes: 100, full: [0], expected: .admitted),
  ]

  @Test(arguments: cases) func allOrNothing(_ example: Case) {
    let memory = QueueBudget(max: example.memory)
    var admission = Admission(memory: memory, targets: example.targets)
    let deciding = example.targets.indices.filter {
      example.targets[$0].isRequired && example.targets[$0].signals.contains(.traces)
    }
    if case .refused(.queueFull) = example.expected {
      let filled = admission.admit(.traces, bytes: 60) { _ in true }
      #expect(filled == .admitted)
    }
    if case .refused(.memoryFull) = example.expected {
      let filled = admission.takeMemory(50)
      #expect(filled)
    }
    let before = (admission.queues.map(\.taken), admission.memory.taken)

    let decision = admission.admit(.traces, bytes: example.bytes) { !example.full.contains($0) }

    #expect(decision == example.expected)
    let taken = decision == .admitted ? example.bytes : 0
    #expect(admission.memory.taken == before.1 + taken)
    for index in example.targets.indices {
      #expect(admission.queues[index].taken == before.0[index] + (deciding.contains(index) ? taken : 0))
    }
    // What was drawn for a refused request is there for the other loops again.
    if admission.memory.taken == 0 { #expect(memory.drawn == 0) }
    for (index, target) in example.targets.enumerated() where admission.queues[index].taken == 0 {
      #expect(target.budget.drawn == 0)
    }
  }
}
