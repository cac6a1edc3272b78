/// How many items of one signal a loop accepted while a target did not take it. Counts nothing itself:
/// it remembers what the count of accepted items was when the target came and went.
struct Absence {
  private var ended = 0
  /// The accepted items when the absence under way began; nil while the target takes the signal.
  private var start: Int? = 0

  mutating func begin(accepted: Int) { start = start ?? accepted }

  mutating func end(accepted: Int) {
    ended = items(accepted: accepted)
    start = nil
  }

  func items(accepted: Int) -> Int { ended + (start.map { accepted - $0 } ?? 0) }
}
