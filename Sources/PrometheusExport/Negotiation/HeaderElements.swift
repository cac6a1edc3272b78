/// One element of a header such as `Accept`: a value with parameters, of which `q` is taken out.
struct HeaderElement {
  /// In lower case.
  var value: String
  /// Names in lower case.
  var parameters: [String: String] = [:]
  /// From 0 to 1; 1 where none is given, 0 for one that is no number.
  var quality = 1.0

  /// The elements of a header in their order, of at most 64 of them.
  static func parse(_ header: String) -> [HeaderElement] {
    header.split(separator: ",", maxSplits: 64).prefix(64).compactMap { HeaderElement($0) }
  }

  private init?(_ text: Substring) {
    var parts = text.split(separator: ";").map(Self.trimmed)[...]
    guard let value = parts.popFirst(), !value.isEmpty else { return nil }
    self.value = value.lowercased()
    for part in parts {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
      guard pair.count == 2 else { continue }
      let content =
        pair[1].count > 1 && pair[1].first == "\"" && pair[1].last == "\""
        ? String(pair[1].dropFirst().dropLast()) : pair[1]
      if pair[0].lowercased() == "q" {
        quality = Double(content).map { $0 >= 0 ? min($0, 1) : 0 } ?? 0
      } else {
        parameters[pair[0].lowercased()] = content
      }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
