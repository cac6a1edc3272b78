internal import PrivacyCatalogue

/// E-mail addresses, which become pseudonyms; also with the `@` percent-encoded, as in URLs.
enum EmailDetector {
  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    if classes.contains(.at) {
      var offset = start
      while let at = bytes.firstIndex(of: UInt8(ascii: "@"), offset, end) {
        offset = addresses(bytes, start, at, at + 1, end, &edits)
      }
    }
    if classes.contains(.percent) {
      var offset = start
      while let at = bytes.firstIndex(of: "%40", offset, end) {
        offset = addresses(bytes, start, at, at + 3, end, &edits)
      }
    }
  }

  /// Names are at most 64 bytes long (RFC 5321, section 4.5.3.1.1), and some systems are lenient.
  private static let longestName = 256

  /// The address whose sign is `bytes[at..<domain]`, if it is one. Returns where to go on.
  private static func addresses(
    _ bytes: RawSpan, _ start: Int, _ at: Int, _ domain: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var open = at
    while open > start, at - open < longestName, isLocalPart(bytes.uint8(at: open - 1)) { open -= 1 }
    // A name begins with a letter, a digit or a character of another script, not with a sign.
    while open < at, !ASCII.isWord(bytes.uint8(at: open)), bytes.uint8(at: open) < 0x80 { open += 1 }
    var close = domain
    while close < end, isDomain(bytes.uint8(at: close)) { close += 1 }
    while close > domain, !ASCII.isAlphanumeric(bytes.uint8(at: close - 1)), bytes.uint8(at: close - 1) < 0x80
    {
      close -= 1
    }
    // Neither a URL's user and password nor what stands for them is a name.
    let isRedacted = bytes.matches("redacted@", at: open, before: end) || edits.isClaimed(at - 1, at)
    if open < at, !isRedacted, isDomain(bytes, domain, close) {
      edits.add(open, close, .email, .pseudonym)
    }
    return max(close, domain)
  }

  /// Whether a name ends in a top-level domain, which is what versions of packages do not.
  private static func isDomain(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var label = end
    while label > start, bytes.uint8(at: label - 1) != UInt8(ascii: ".") { label -= 1 }
    guard label > start, label < end else { return false }
    if bytes.matches("xn--", at: label, before: end) { return true }
    return (label..<end).allSatisfy { ASCII.isLetter(bytes.uint8(at: $0)) || bytes.uint8(at: $0) >= 0x80 }
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    switch byte {
    // Without `=` and `&`, which stand before a value more often than in a name.
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "'"),
      UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"),
      UInt8(ascii: "_"), UInt8(ascii: "{")...UInt8(ascii: "~"), 0x80...:
      true
    default: ASCII.isAlphanumeric(byte)
    }
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2d || byte == 0x2e || byte >= 0x80
  }
}
