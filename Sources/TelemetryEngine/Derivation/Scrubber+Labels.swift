/// Texts on their way to labels, where nothing private may be either. Nothing is counted: the fields that they
/// come from count. What is long is cut.
extension Scrubber {
  /// Bytes of a label.
  static let longestLabel = 200

  /// What leaves of a text that was received under a key.
  mutating func labelText(_ bytes: RawSpan, _ range: Range<Int>, key: String) -> String {
    Self.cut(streamText(bytes, range.lowerBound, range.upperBound, key: key))
  }

  /// What leaves of a value that was received under a key, as a text.
  mutating func labelText(_ text: String, key: String) -> String {
    let bytes = Array(text.utf8)
    return unsafe labelText(bytes.span.bytes, 0..<bytes.count, key: key)
  }

  /// What leaves of a text of the gateway's own.
  mutating func ownLabelText(_ text: String, key: String) -> String {
    let bytes = Array(text.utf8)
    return unsafe Self.cut(ownText(bytes.span.bytes, 0, bytes.count, key: key))
  }

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > longestLabel else { return text }
    var end = text.utf8.index(text.utf8.startIndex, offsetBy: longestLabel)
    // Back to where a character begins.
    while end > text.utf8.startIndex, text.utf8[end] & 0xc0 == 0x80 { end = text.utf8.index(before: end) }
    return String(text[..<end])
  }
}
