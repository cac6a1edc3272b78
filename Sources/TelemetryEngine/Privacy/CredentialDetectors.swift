/// Detectors of credentials inside texts; they run in every mode.
enum CredentialDetectors {
  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    let length = end - start
    if classes.contains(.dash), length >= 20 { privateKeys(bytes, start, end, &edits) }
    if classes.contains(.space), length >= 12 { authorizations(bytes, start, end, &edits) }
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
      edits.add(begin, close, .privateKey, .literal("[REDACTED]"))
      offset = close
    }
  }

  /// `Bearer …` and `Basic …` in any case.
  private static func authorizations(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = bytes.firstIndex(ofLetter: 0x62, start, end)
    while offset < end {
      let scheme: Int
      if bytes.matchesIgnoringCase("bearer ", at: offset, before: end) {
        scheme = 7
      } else if bytes.matchesIgnoringCase("basic ", at: offset, before: end) {
        scheme = 6
      } else {
        offset = bytes.firstIndex(ofLetter: 0x62, offset + 1, end)
        continue
      }
      var close = offset + scheme
      while close < end, isToken68(bytes.byte(close)) { close += 1 }
      // "basic user" is prose; what follows an authorization scheme is longer than a word or has
      // digits or padding.
      if close - offset - scheme >= 8, (offset == start || !ASCII.isWord(bytes.byte(offset - 1))),
        close - offset - scheme >= 16
          || (offset + scheme..<close).contains(where: { !ASCII.isLetter(bytes.byte($0)) })
      {
        edits.add(offset + scheme, close, .authorization, .literal("[REDACTED]"))
      }
      offset = bytes.firstIndex(ofLetter: 0x62, max(close, offset + 1), end)
    }
  }

  private static func isToken68(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "~"): true
    default: ASCII.isTokenByte(byte)
    }
  }

  /// `scheme://user:password@host`.
  private static func urlPasswords(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let mark = bytes.firstIndex(of: "://", offset, end) {
      let authority = mark + 3
      var close = authority
      var lastAt: Int?
      var hasColon = false
      while close < end {
        let byte = bytes.byte(close)
        if byte == 0x40 { lastAt = close }
        if byte == 0x3a, lastAt == nil { hasColon = true }
        if byte <= 0x20 || byte == 0x2f || byte == 0x3f || byte == 0x23 || byte == 0x22 { break }
        close += 1
      }
      if let lastAt, hasColon { edits.add(authority, lastAt, .urlPassword, .literal("redacted")) }
      offset = max(close, authority)
    }
  }

  /// JSON web tokens, and tokens with a well-known prefix.
  private static func tokens(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while offset < end {
      guard ASCII.isTokenByte(bytes.byte(offset)) else {
        offset += 1
        continue
      }
      var close = offset + 1
      while close < end, ASCII.isTokenByte(bytes.byte(close)) { close += 1 }
      if close - offset >= 10, bytes.matches("eyJ", at: offset, before: close) {
        close = jsonWebToken(bytes, offset, close, end, &edits)
      } else if close - offset >= 20, KnownTokens.isOne(bytes, offset, close) {
        edits.add(offset, close, .knownToken, .literal("[REDACTED]"))
      }
      offset = close
    }
  }

  /// `header.payload` or `header.payload.signature`; returns where it ends.
  private static func jsonWebToken(
    _ bytes: RawSpan, _ start: Int, _ headerEnd: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var close = headerEnd
    var parts = 1
    while parts < 5, close < end, bytes.byte(close) == 0x2e {
      var next = close + 1
      while next < end, ASCII.isTokenByte(bytes.byte(next)) { next += 1 }
      close = next
      parts += 1
    }
    guard parts >= 2 else { return close }
    edits.add(start, close, .jsonWebToken, .literal("[REDACTED]"))
    return close
  }
}

/// Tokens of clouds and forges, by prefix and length alone.
enum KnownTokens {
  private static let prefixes: [(prefix: StaticString, minimumLength: Int)] = [
    ("ghp_", 40), ("gho_", 40), ("ghu_", 40), ("ghs_", 40), ("ghr_", 40), ("github_pat_", 40),
    ("glpat-", 26), ("gldt-", 25), ("glrt-", 25), ("xoxb-", 20), ("xoxp-", 20), ("xoxa-", 20),
    ("xoxr-", 20), ("xoxs-", 20), ("sk-", 23), ("sk_live_", 24), ("sk_test_", 24),
    ("rk_live_", 24), ("AKIA", 20), ("ASIA", 20), ("AIza", 39), ("npm_", 40), ("pypi-", 40),
    ("hf_", 30), ("dop_v1_", 40), ("shpat_", 32),
  ]

  static func isOne(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    for (prefix, minimumLength) in prefixes where end - start >= minimumLength {
      guard bytes.matches(prefix, at: start, before: end) else { continue }
      // The two AWS prefixes are ordinary letters: only their exact shape counts.
      if prefix.utf8CodeUnitCount == 4, prefix.byte(3) == 0x41 {
        return end - start == 20
          && (start..<end).allSatisfy { !(0x61...0x7a).contains(bytes.byte($0)) }
      }
      return true
    }
    return false
  }
}
