/// Which variable was meant by a name that nothing reads.
enum VariableNames {
  /// The variable of which a name in upper case is a slip of the finger, or some of the words.
  static func nearest(to name: String) -> String? {
    let known = EnvironmentNames.read.sorted()
    let typed = Array(name.utf8)
    let slips = known.filter { abs($0.utf8.count - typed.count) <= maxSlips }
      .map { (name: $0, distance: Suggestion.distance(typed, Array($0.utf8))) }
    if let slip = slips.min(by: { $0.distance < $1.distance }), slip.distance <= maxSlips { return slip.name }
    let words = words(name)
    return known.filter { isMeant(words, self.words($0)) }.min { self.words($0).count < self.words($1).count }
  }

  private static let maxSlips = 2

  private static func words(_ name: String) -> [Substring] { name.split(separator: "_") }

  private static func isMeant(_ typed: [Substring], _ known: [Substring]) -> Bool {
    guard let family = typed.first, typed.count > 1, isSame(typed.last, known.last) else { return false }
    if family == "HEPHAESTUS" {
      // Some of the gateway's variables begin with OTEL_; and a word too many is as likely as one too few.
      if isSubsequence(typed.dropFirst(), of: known.dropFirst()) { return true }
      return known.first == family && isSubsequence(known[...], of: typed[...])
    }
    return typed.count > 2 && isSubsequence(typed[...], of: known[...])
  }

  private static func isSubsequence(_ some: ArraySlice<Substring>, of all: ArraySlice<Substring>) -> Bool {
    var rest = all
    return some.allSatisfy { word in
      guard let index = rest.firstIndex(where: { isSame($0, word) }) else { return false }
      rest = rest[(index + 1)...]
      return true
    }
  }

  /// `TRACE` and `TRACES` are one word.
  private static func isSame(_ left: Substring?, _ right: Substring?) -> Bool {
    guard let left, let right else { return false }
    return left == right || left + "S" == right || left == right + "S"
  }
}
