/// One loop's share of a `QueueBudget`, drawn in chunks so that most requests touch nothing shared.
package struct QueueCredit {
  package let budget: QueueBudget
  /// Bytes that this loop holds.
  package private(set) var taken = 0
  /// Bytes drawn from the budget and not taken.
  private(set) var reserve = 0

  package init(_ budget: QueueBudget) { self.budget = budget }

  /// Whether `take` of as many bytes would succeed; the answer holds until the next call on this value.
  /// Draws from the budget what is missing; `settle` returns it if it is not taken after all.
  package mutating func peekCanTake(_ bytes: Int) -> Bool {
    let missing = bytes - reserve
    guard missing > 0 else { return true }
    let drawn = budget.draw(needed: missing, wanted: max(missing, budget.chunk))
    reserve += drawn
    return drawn > 0
  }

  /// Takes bytes; false, and nothing taken, when the budget does not have them.
  package mutating func take(_ bytes: Int) -> Bool {
    guard peekCanTake(bytes) else { return false }
    reserve -= bytes
    taken += bytes
    return true
  }

  /// Gives back bytes that were taken.
  package mutating func give(_ bytes: Int) {
    precondition(bytes >= 0 && bytes <= taken)
    taken -= bytes
    reserve += bytes
    settle()
  }

  /// Returns to the budget what this loop need not keep: all beyond a chunk, and everything when it
  /// holds nothing, so that idle loops never starve a busy one.
  package mutating func settle() {
    let kept = taken == 0 ? 0 : min(reserve, budget.chunk)
    guard reserve > kept else { return }
    budget.putBack(reserve - kept)
    reserve = kept
  }
}
