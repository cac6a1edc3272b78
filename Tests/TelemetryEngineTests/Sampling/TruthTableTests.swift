import Foundation
import TelemetryEngine
import Testing

/// The table of `config/sampling.md`, every row of it. A cell `any` stands for all that the other rows name.
@Suite struct TruthTableTests {
  struct Row: CustomTestStringConvertible {
    var sampler: String
    var mode: String
    var assumesUnsampled: Bool
    var state: String?
    var digit: UInt64
    var isKept: Bool
    /// Nil where it leaves as it came.
    var leaves: String?

    var combination: String {
      "\(sampler) \(mode) \(assumesUnsampled) \(state ?? "nothing") \(String(digit, radix: 16))"
    }

    var testDescription: String { combination }
  }

  static let samplers: [String: SpanSampler] = [
    "always_on": SpanSampler(root: .alwaysOn, isParentBased: false),
    "always_off": SpanSampler(root: .alwaysOff, isParentBased: false),
    "traceidratio": .ratio(0.5),
    "parentbased_always_on": SpanSampler(root: .alwaysOn, isParentBased: true),
    "parentbased_always_off": SpanSampler(root: .alwaysOff, isParentBased: true),
    "parentbased_traceidratio": .ratio(0.5, parentBased: true),
  ]

  /// The cells of each row, without backticks.
  private static let cells: [[String]] = {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../config/sampling.md")
    let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init).filter { line in
      samplers.keys.contains { line.hasPrefix("| `\($0)` | ") } && line.split(separator: "|").count == 7
    }.map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
    }
  }()

  private static let states = Set(cells.map { $0[3] }).subtracting(["any"])

  static let rows: [Row] = cells.flatMap { cell -> [Row] in
    let modes = cell[1] == "any" ? ["equalizing", "proportional"] : [cell[1]]
    let assumptions = cell[2] == "any" ? [true, false] : [cell[2] == "true"]
    let came = cell[3] == "any" ? states.sorted() : [cell[3]]
    let digits = cell[4] == "any" ? ["6", "f"] : [cell[4]]
    return modes.flatMap { mode in
      assumptions.flatMap { assumption in
        came.flatMap { state in
          digits.map { digit in
            Row(
              sampler: cell[0], mode: mode, assumesUnsampled: assumption,
              state: state == "nothing" ? nil : state, digit: UInt64(digit, radix: 16) ?? 0,
              isKept: cell[5] == "kept", leaves: cell[6] == "as it came" ? nil : cell[6])
          }
        }
      }
    }
  }

  @Test func everyCombinationIsInTheTableOnce() {
    #expect(Self.states.count >= 10)
    #expect(Set(Self.rows.map(\.combination)).count == Self.rows.count)
    #expect(Self.rows.count == Self.samplers.count * 2 * 2 * Self.states.count * 2)
  }

  @Test(arguments: rows) func theTableIsTrue(_ row: Row) throws {
    var sampler = try #require(Self.samplers[row.sampler])
    sampler.mode = row.mode == "equalizing" ? .equalizing : .proportional
    sampler.assumesUnsampled = row.assumesUnsampled
    let span = SampledSpan(bits: row.digit << 52, row.state)
    let left = try sampled(span, sampler)
    #expect((left != nil) == row.isKept)
    guard let left else { return }
    switch row.leaves {
    case nil: #expect(left.state == row.state)
    case "nothing": #expect(left.state == nil)
    case let state: #expect(left.state == state)
    }
    // A second gateway of the same kind finds nothing more to do, unless it multiplies.
    if sampler.mode == .equalizing || sampler.isParentBased { #expect(try sampled(left, sampler) == left) }
  }
}
