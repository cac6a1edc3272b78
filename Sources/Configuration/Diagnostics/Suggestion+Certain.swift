extension Suggestion {
  /// The nearest name if nothing else can have been meant: one slip of the finger away (of a long word two),
  /// and every other name much further.
  static func certain(for word: String, among names: some Sequence<String>) -> String? {
    guard let best = nearest(to: word, among: names), best.utf8.count >= 4 else { return nil }
    let typed = Array(word.lowercased().utf8)
    let step = distance(typed, Array(best.lowercased().utf8))
    guard step <= (best.utf8.count >= 8 ? 2 : 1) else { return nil }
    let isAlone = names.allSatisfy { name in
      name == best || distance(typed, Array(name.lowercased().utf8)) > step + 1
    }
    return isAlone ? best : nil
  }
}
