internal import PrivacyCatalogue

/// What was asked before about own privacy rules: the profiles of a file share most of them.
final class MergeMemo {
  private struct Entry: Hashable {
    var list: OwnKeyRules.List
    var text: String
    var mode: PrivacyMode
  }

  private struct Search: Hashable {
    var pattern: String
    var text: String
  }

  private var weaker: [Entry: Bool] = [:]
  private var found: [Search: Bool] = [:]

  func isWeaker(_ list: OwnKeyRules.List, _ entry: String, than mode: PrivacyMode) -> Bool {
    let key = Entry(list: list, text: entry, mode: mode)
    if let answer = weaker[key] { return answer }
    let answer = KeyPolicy.isWeaker(list, entry, than: mode)
    weaker[key] = answer
    return answer
  }

  func isFound(_ pattern: CompiledPattern, in text: String) -> Bool {
    let key = Search(pattern: pattern.text, text: text)
    if let answer = found[key] { return answer }
    let answer = pattern.isFound(in: text)
    found[key] = answer
    return answer
  }
}
