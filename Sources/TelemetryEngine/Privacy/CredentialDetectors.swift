internal import PrivacyCatalogue

/// Detectors of credentials inside texts; they run in every mode.
enum CredentialDetectors {
  /// A text without any of these has nothing for them.
  static let interest: TextClasses = [.dash, .underscore, .rareCapital, .at, .space]

  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    let length = end - start
    if classes.contains(.dash), length >= 20 { privateKeys(bytes, start, end, &edits) }
    if classes.isSuperset(of: [.space, .letterB]), length >= 12 { authorizations(bytes, start, end, &edits) }
    if classes.isSuperset(of: [.at, .colon, .slash]) { urlPasswords(bytes, start, end, &edits) }
    if length >= 20, !classes.isDisjoint(with: [.dash, .underscore, .rareCapital]) {
      tokens(bytes, start, end, &edits)
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
      // "basic user" is prose; what follows an authorization scheme is longer than a word or has
      // digits or padding.
      if close - offset - scheme >= 8, (offset == start || !ASCII.isWord(bytes.uint8(at: offset - 1))),
        close - offset - scheme >= 16
          || (offset + scheme..<close).contains(where: { !ASCII.isLetter(bytes.uint8(at: $0)) })
      {
        edits.add(offset + scheme, close, .authorization, .redacted)
      }
      next = close
    }
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

  /// JSON web tokens, and tokens with a well-known prefix.
  private static func tokens(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while offset < end {
      let close = endOfToken(bytes, offset, end)
      let length = close - offset
      if length >= 10, bytes.matches("eyJ", at: offset, before: close) {
        offset = jsonWebToken(bytes, offset, close, end, &edits)
      } else {
        if length >= 20, KnownTokens.isOne(bytes, offset, close) {
          edits.add(offset, close, .knownToken, .redacted)
        }
        offset = close + 1
      }
    }
  }

  private static func endOfToken(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int {
    let table = TextClassTable.shared
    var close = start
    while close < end, !table.classes(bytes.uint8(at: close)).isDisjoint(with: .token) { close += 1 }
    return close
  }

  /// `header.payload` or `header.payload.signature`; returns where it ends.
  private static func jsonWebToken(
    _ bytes: RawSpan, _ start: Int, _ headerEnd: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var close = headerEnd
    var parts = 1
    while parts < 5, close < end, bytes.uint8(at: close) == 0x2e {
      close = endOfToken(bytes, close + 1, end)
      parts += 1
    }
    guard parts >= 2 else { return close }
    edits.add(start, close, .jsonWebToken, .redacted)
    return close
  }
}
