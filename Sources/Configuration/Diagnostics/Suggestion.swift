/// "Did you mean": the nearest of the names there are, if it is near enough to be a slip of the finger.
enum Suggestion {
  static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let typed = Array(word.lowercased().utf8.prefix(64))
    let limit = max(1, typed.count / 3)
    var best: (name: String, distance: Int)?
    for name in names.sorted() {
      let distance = Self.distance(typed, Array(name.lowercased().utf8))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (name, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let cost = left[row] == right[column] ? 0 : 1
        var step = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          step = min(step, beforeLast[column - 1] + 1)
        }
        current.append(step)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
