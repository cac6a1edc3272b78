import PrivacyCatalogue
import TelemetryEngine
import Testing

/// Which executions are steps of the guard-rails, by the tree that their request shows.
@Suite struct GuardRailsTests {
  struct Node: Sendable {
    var name: String
    var id: UInt8
    var parent: UInt8 = 0
    var trace: UInt8 = 1
    /// Blocks of a request, each with a resource of its own.
    var block = 0
    var isInvalid = false

    var bytes: [UInt8] {
      Sample.span(
        name, traceID: [UInt8](repeating: trace, count: 16), spanID: [UInt8](repeating: id, count: 8)
      ) {
        if parent > 0 { $0.payload(4, [UInt8](repeating: parent, count: 8)) }
        if isInvalid { $0.payload(3, [0xff]) }
      }
    }
  }

  static func request(_ nodes: [Node]) -> [UInt8] {
    (0...(nodes.map(\.block).max() ?? 0)).flatMap { block in
      let resource = ProtobufBytes.message { $0.attribute(1, "service.name", "service \(block)") }
      return Sample.request(nodes.filter { $0.block == block }.map(\.bytes), resource: resource)
    }
  }

  struct Tree: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var nodes: [Node]
    var areSteps: [Bool]
  }

  static let plugin = "plugins.execute"
  static let trees: [Tree] = [
    Tree(testDescription: "alone", nodes: [Node(name: plugin, id: 9)], areSteps: [false]),
    Tree(
      testDescription: "child of guard-rails",
      nodes: [Node(name: "guard-rails", id: 1), Node(name: plugin, id: 9, parent: 1)], areSteps: [true]),
    Tree(
      testDescription: "child of cli.guard-rails, which comes later",
      nodes: [Node(name: plugin, id: 9, parent: 1), Node(name: "cli.guard-rails", id: 1)], areSteps: [true]),
    Tree(
      testDescription: "another name",
      nodes: [Node(name: "guard-rail", id: 1), Node(name: plugin, id: 9, parent: 1)], areSteps: [false]),
    Tree(
      testDescription: "three levels over three resources",
      nodes: [
        Node(name: plugin, id: 9, parent: 3), Node(name: "guard-rails", id: 1, block: 1),
        Node(name: "step", id: 2, parent: 1, block: 2), Node(name: "shell", id: 3, parent: 2, block: 1),
      ], areSteps: [true]),
    Tree(
      testDescription: "beside guard-rails",
      nodes: [
        Node(name: "root", id: 1), Node(name: "guard-rails", id: 2, parent: 1),
        Node(name: plugin, id: 9, parent: 1), Node(name: plugin, id: 8, parent: 2),
      ], areSteps: [false, true]),
    Tree(
      testDescription: "orphan",
      nodes: [Node(name: "guard-rails", id: 1), Node(name: plugin, id: 9, parent: 7)], areSteps: [false]),
    Tree(
      testDescription: "the same span id in another trace",
      nodes: [Node(name: "guard-rails", id: 1, trace: 2), Node(name: plugin, id: 9, parent: 1)],
      areSteps: [false]),
    Tree(
      testDescription: "its own parent",
      nodes: [Node(name: plugin, id: 9, parent: 9), Node(name: "guard-rails", id: 1)], areSteps: [false]),
    Tree(
      testDescription: "a cycle",
      nodes: [
        Node(name: "a", id: 1, parent: 2), Node(name: "b", id: 2, parent: 1),
        Node(name: plugin, id: 9, parent: 1), Node(name: plugin, id: 8, parent: 2),
      ], areSteps: [false, false]),
    Tree(
      testDescription: "a cycle with guard-rails in it",
      nodes: [
        Node(name: "a", id: 1, parent: 2), Node(name: "guard-rails", id: 2, parent: 1),
        Node(name: plugin, id: 9, parent: 1), Node(name: plugin, id: 8, parent: 2),
      ], areSteps: [true, true]),
    Tree(
      testDescription: "a plugin below a plugin below guard-rails",
      nodes: [
        Node(name: "guard-rails", id: 1), Node(name: plugin, id: 9, parent: 1),
        Node(name: plugin, id: 8, parent: 9),
      ], areSteps: [true, true]),
    Tree(
      testDescription: "guard-rails that was rejected",
      nodes: [Node(name: "guard-rails", id: 1, isInvalid: true), Node(name: plugin, id: 9, parent: 1)],
      areSteps: [false]),
    Tree(
      testDescription: "another one was rejected",
      nodes: [
        Node(name: "guard-rails", id: 1), Node(name: plugin, id: 9, parent: 1),
        Node(name: "work", id: 5, isInvalid: true),
      ], areSteps: [true]),
  ]

  @Test(arguments: trees) func ancestorsInTheRequestDecide(_ tree: Tree) throws {
    let processed = try process(.traces, Self.request(tree.nodes))
    #expect(processed.observations.map(\.isGuardRail) == tree.areSteps)
  }

  @Test(arguments: trees) func ancestorsCountThatSamplingLeavesOut(_ tree: Tree) throws {
    let sampler = SpanSampler(root: .alwaysOff, isParentBased: false)
    let processed = try process(.traces, Self.request(tree.nodes), .sampling(sampler))
    #expect(processed.observations.map(\.isGuardRail) == tree.areSteps)
  }

  @Test func aBlockThatIsRejectedHasNoAncestors() throws {
    let scope = ProtobufBytes.message { $0.payload(1, [0xff]) }
    let request =
      Sample.request([Node(name: "guard-rails", id: 1).bytes], scope: scope)
      + Sample.request([Node(name: Self.plugin, id: 9, parent: 1).bytes])
    #expect(try process(.traces, request).observations.map(\.isGuardRail) == [false])
  }

  @Test func depthIsNoLimitAndNoBurden() throws {
    let depth = 20_000
    func id(_ number: Int) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
    func spans(root: String) -> [[UInt8]] {
      [Sample.span(root, spanID: id(1))]
        + (2...depth).map { number in
          Sample.span("plugins.execute", spanID: id(number)) { $0.payload(4, id(number - 1)) }
        }
    }
    for (root, isBelow) in [("guard-rails", true), ("make", false)] {
      let observations = try process(.traces, Sample.request(spans(root: root))).observations
      #expect(observations.count == depth - 1 && observations.allSatisfy { $0.isGuardRail == isBelow })
    }
  }
}
