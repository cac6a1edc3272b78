/// Words and digits that YAML 1.1 and 1.2 read differently, so that a message can say why one is refused.
enum PlainWords {
  private static let booleans: Set<String> = ["yes", "no", "on", "off", "y", "n"]

  static func isOldBoolean(_ text: String) -> Bool { booleans.contains(text.lowercased()) }

  /// Why a text that is no number may have looked like one.
  static func whyNotNumber(_ text: String) -> String? {
    if isOldBoolean(text) { return "YAML 1.1 reads that word as a boolean, which is not a number" }
    if ["true", "false"].contains(text.lowercased()) { return "a boolean is not a number" }
    if text.contains(":"), text.utf8.allSatisfy({ (48...58).contains($0) }) {
      return "YAML 1.1 reads that as base 60; write a plain number"
    }
    let isDigit: (UInt8) -> Bool = { (48...57).contains($0) }
    if text.contains("_"), text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) {
      return "write digits without `_`"
    }
    if text.contains(","), text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ",") }) {
      return "the decimal sign is a point, and there is none between thousands"
    }
    return nil
  }
}
