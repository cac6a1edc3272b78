internal import PrivacyCatalogue

/// Values under a name that says that they are credentials, within a text: `token=…` in queries and command
/// lines, `"password": "…"` in JSON.
enum ParameterDetector {
  private static let longestName = 64

  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, _ texts: ReplacementTexts,
    into edits: inout TextEdits
  ) {
    if classes.contains(.equals) { assignments(bytes, start, end, texts, &edits) }
    if classes.isSuperset(of: [.colon, .quote]) { members(bytes, start, end, texts, &edits) }
  }

  /// `name=value`.
  private static func assignments(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts, _ edits: inout TextEdits
  ) {
    var offset = start
    while let equals = bytes.firstIndex(of: UInt8(ascii: "="), offset, end) {
      offset = equals + 1
      var name = equals
      while name > start, equals - name < longestName, isName(bytes.uint8(at: name - 1)) { name -= 1 }
      guard isCredential(bytes, name, equals) else { continue }
      let value = valueRange(bytes, equals + 1, end, texts)
      edits.add(value.lowerBound, value.upperBound, .credentialParameter, .redacted)
      offset = max(offset, value.upperBound)
    }
  }

  /// `"name": value`, the quotes of either kind, and escaped or not.
  private static func members(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts, _ edits: inout TextEdits
  ) {
    var offset = start
    while let colon = bytes.firstIndex(of: UInt8(ascii: ":"), offset, end) {
      offset = colon + 1
      var close = colon
      while close > start, bytes.uint8(at: close - 1) <= 0x20 { close -= 1 }
      guard close > start, isQuote(bytes.uint8(at: close - 1)) else { continue }
      close -= 1
      if close > start, bytes.uint8(at: close - 1) == UInt8(ascii: "\\") { close -= 1 }
      var name = close
      while name > start, close - name < longestName, isName(bytes.uint8(at: name - 1)) { name -= 1 }
      guard name > start, isQuote(bytes.uint8(at: name - 1)), isCredential(bytes, name, close) else {
        continue
      }
      var open = colon + 1
      while open < end, bytes.uint8(at: open) <= 0x20 { open += 1 }
      let value = valueRange(bytes, open, end, texts)
      edits.add(value.lowerBound, value.upperBound, .credentialParameter, .redacted)
      offset = max(offset, value.upperBound)
    }
  }

  /// The value that starts at `start`: within quotes, all between them; else up to what ends a word.
  private static func valueRange(
    _ bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts
  ) -> Range<Int> {
    var open = start
    if open < end, bytes.uint8(at: open) == UInt8(ascii: "\\") { open += 1 }
    if open < end, isQuote(bytes.uint8(at: open)) {
      let isEscaped = open > start
      return quotedRange(bytes, open + 1, end, quote: bytes.uint8(at: open), isEscaped: isEscaped)
    }
    if texts.isRedacted(bytes, start, end) { return start..<start }
    var close = start
    while close < end, !endsValue(bytes.uint8(at: close)) { close += 1 }
    // What stands for the literals of statements is no value.
    return bytes.isOnly("?", start, close) ? start..<start : start..<close
  }

  private static func quotedRange(
    _ bytes: RawSpan, _ start: Int, _ end: Int, quote: UInt8, isEscaped: Bool
  ) -> Range<Int> {
    var close = start
    while close < end {
      let byte = bytes.uint8(at: close)
      if byte == UInt8(ascii: "\\") {
        if isEscaped, close + 1 < end, bytes.uint8(at: close + 1) == quote { return start..<close }
        close += 2
        continue
      }
      if byte == quote { return start..<close }
      close += 1
    }
    return start..<end
  }

  private static func isCredential(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    guard end - start >= 3, mayBeCredential(bytes, start, end) else { return false }
    return CredentialKeys.isParameter(bytes.string(start, end))
  }

  /// Whether one of the syllables of credentials' names is in the name; saves the closer look.
  private static func mayBeCredential(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    for offset in start...end - 3 {
      // Letters in lower case; other characters turn into something that is in no syllable or into themselves.
      let syllable =
        (UInt32(bytes.uint8(at: offset)) << 16 | UInt32(bytes.uint8(at: offset + 1)) << 8
          | UInt32(bytes.uint8(at: offset + 2))) | 0x20_2020
      switch syllable {
      // pas, pwd, sec, tok, key, sig, cre, aut, coo, jwt, otp, bea
      case 0x70_6173, 0x70_7764, 0x73_6563, 0x74_6f6b, 0x6b_6579, 0x73_6967, 0x63_7265, 0x61_7574, 0x63_6f6f,
        0x6a_7774, 0x6f_7470, 0x62_6561:
        return true
      default: continue
      }
    }
    return false
  }

  private static func isName(_ byte: UInt8) -> Bool {
    ASCII.isWord(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func endsValue(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, UInt8(ascii: "&"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\""),
      UInt8(ascii: "'"),
      UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: ")"),
      UInt8(ascii: "]"), UInt8(ascii: "}"):
      true
    default: false
    }
  }
}
