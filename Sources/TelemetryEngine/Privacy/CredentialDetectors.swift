internal import PrivacyCatalogue

/// Detectors of credentials inside texts; they run in every mode.
enum CredentialDetectors {
  /// A text without any of these has nothing for them.
  static let interest: TextClasses = [
    .dash, .underscore, .rareCapital, .at, .space, .equals, .quote, .dot,
  ]

  /// Bytes of the shortest token, and of the shortest block of a private key.
  static let shortestToken = 20

  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, _ texts: ReplacementTexts,
    into edits: inout TextEdits
  ) {
    let length = end - start
    if classes.contains(.dash), length >= shortestToken { privateKeys(bytes, start, end, &edits) }
    if classes.isSuperset(of: [.space, .letterB]), length >= 12 { authorizations(bytes, start, end, &edits) }
    if classes.isSuperset(of: [.at, .colon, .slash]) { urlPasswords(bytes, start, end, &edits) }
    if length >= shortestToken, !classes.isDisjoint(with: [.dash, .underscore, .rareCapital, .dot]) {
      TokenDetector.find(in: bytes, start, end, into: &edits)
    }
    if !classes.isDisjoint(with: [.equals, .quote]) {
      ParameterDetector.find(in: bytes, start, end, classes: classes, texts, into: &edits)
    }
  }

  private static func privateKeys(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let begin = bytes.firstIndex(of: "-----BEGIN ", offset, end) {
      let headerEnd = bytes.firstIndex(of: "-----", begin + 11, end) ?? end
      // A certificate or a public key is no secret.
      guard bytes.firstIndex(of: "PRIVATE KEY", begin, headerEnd) != nil else {
        offset = headerEnd
        continue
      }
      let footer = bytes.firstIndex(of: "-----END ", headerEnd, end)
      let close = footer.flatMap { bytes.firstIndex(of: "-----", $0 + 9, end) }.map { $0 + 5 } ?? end
      edits.add(begin, close, .privateKey, .redacted)
      offset = close
    }
  }

  /// `Bearer …` and `Basic …` in any case.
  private static func authorizations(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var next = start
    while let offset = bytes.firstIndex(ofLetter: UInt8(ascii: "b"), next, end) {
      next = offset + 1
      let scheme: Int
      if bytes.matchesIgnoringCase("bearer ", at: offset, before: end) {
        scheme = 7
      } else if bytes.matchesIgnoringCase("basic ", at: offset, before: end) {
        scheme = 6
      } else {
        continue
      }
      var close = offset + scheme
      while close < end, isToken68(bytes.uint8(at: close)) { close += 1 }
      let length = close - offset - scheme
      let isWord = offset > start && ASCII.isWord(bytes.uint8(at: offset - 1))
      if !isWord, length > 0, isHeader(bytes, offset, start) || isCredential(bytes, close, length) {
        edits.add(offset + scheme, close, .authorization, .redacted)
      }
      next = max(next, close)
    }
  }

  /// "basic user" is prose; what follows an authorization scheme is longer than a word or has digits or padding.
  private static func isCredential(_ bytes: RawSpan, _ end: Int, _ length: Int) -> Bool {
    length >= 16
      || length >= 8 && (end - length..<end).contains { !ASCII.isLetter(bytes.uint8(at: $0)) }
  }

  /// Whether `authorization`, as of a header, stands before the scheme at `offset`.
  private static func isHeader(_ bytes: RawSpan, _ offset: Int, _ start: Int) -> Bool {
    var close = offset
    while close > start, !ASCII.isLetter(bytes.uint8(at: close - 1)), offset - close < 4 { close -= 1 }
    return close - start >= 13 && bytes.matchesIgnoringCase("authorization", at: close - 13, before: close)
  }

  private static func isToken68(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "="),
      UInt8(ascii: "~"):
      true
    default: ASCII.isWord(byte)
    }
  }

  /// `scheme://user:password@host`.
  private static func urlPasswords(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let mark = bytes.firstIndex(of: "://", offset, end) {
      let authority = mark + 3
      var close = authority
      var lastAt: Int?
      var firstColon: Int?
      while close < end {
        let byte = bytes.uint8(at: close)
        if byte == 0x40 { lastAt = close }
        if byte == 0x3a, firstColon == nil { firstColon = close }
        if byte <= 0x20 || byte == 0x2f || byte == 0x3f || byte == 0x23 || byte == 0x22 { break }
        close += 1
      }
      if let lastAt, let firstColon, firstColon < lastAt {
        edits.add(authority, lastAt, .urlPassword, .redactedUser)
      }
      offset = max(close, authority)
    }
  }
}
