internal import Patterns

/// Applies the user's patterns, one after the other, to a text in a buffer.
struct Substituter: ~Copyable {
  private let substitutions: [Substitution]
  private var matcher: PatternMatcher?
  private var before: [UInt8] = []
  private var after: [UInt8] = []

  /// Bytes that a text may gain, beyond twice its length.
  private static let growth = 1024

  init(_ substitutions: [Substitution]) {
    self.substitutions = substitutions
    matcher = substitutions.isEmpty ? nil : PatternMatcher()
  }

  @inline(__always)
  var isInUse: Bool { !substitutions.isEmpty }

  /// Replaces what matches in the buffer, which is UTF-8. On `failed` the buffer's content means nothing.
  mutating func apply(to buffer: inout WireBuffer) -> PatternMatcher.Outcome {
    before = buffer.copied()
    let limit = 2 * before.count + Self.growth
    var isChanged = false
    for substitution in substitutions {
      switch replace(substitution, limit) {
      case .unchanged: continue
      case .failed: return .failed
      case .changed:
        isChanged = true
        swap(&before, &after)
      }
    }
    guard isChanged else { return .unchanged }
    buffer.truncate(to: 0)
    buffer.append(before)
    return .changed
  }

  private mutating func replace(_ substitution: Substitution, _ limit: Int) -> PatternMatcher.Outcome {
    let text = before
    var result = after
    after = []
    result.removeAll(keepingCapacity: true)
    // Without memory to match with, nothing is known.
    let outcome =
      unsafe matcher?.replace(substitution, in: text.span.bytes, limit: limit, into: &result) ?? .failed
    after = result
    return outcome
  }
}
