/// Tokens of clouds and forges, by prefix and length alone: their checksums and exact alphabets change.
enum KnownTokens {
  static let minimumLength = 20

  private static let prefixes: [(prefix: StaticString, minimumLength: Int)] = [
    ("ghp_", 40), ("gho_", 40), ("ghu_", 40), ("ghs_", 40), ("ghr_", 40), ("github_pat_", 40),
    ("glpat-", 26), ("gldt-", 25), ("glrt-", 25), ("glcbt-", 25), ("glptt-", 25), ("glsoat-", 25),
    ("gloas-", 25), ("glft-", 25), ("glagent-", 25), ("gsk_", 40), ("glsa_", 30),
    ("xoxb-", 20), ("xoxp-", 20), ("xoxa-", 20), ("xoxr-", 20), ("xoxs-", 20), ("xoxe-", 20), ("xapp-", 20),
    ("sk-", 23), ("sk_live_", 24), ("sk_test_", 24), ("rk_live_", 24), ("rk_test_", 24), ("shpat_", 32),
    ("shpca_", 32), ("shppa_", 32), ("shpss_", 32), ("sq0atp-", 28), ("sq0csp-", 28), ("sbp_", 40),
    ("whsec_", 30), ("AKIA", 20), ("ASIA", 20), ("AIza", 39), ("npm_", 40), ("NRAK-", 30), ("pypi-", 40),
    ("pul-", 44), ("PMAK-", 40), ("hf_", 30), ("dop_v1_", 40), ("doo_v1_", 40), ("dor_v1_", 40),
    ("dckr_pat_", 30), ("rubygems_", 40), ("lin_api_", 40), ("ATATT3", 100),
  ]

  /// Bytes of the shortest token with dots in it.
  static let dottedLength = 26

  /// Whether a word and the dot behind it are the prefix of a token with dots in it.
  static func isDotted(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    bytes.isOnly("SG", start, end) || bytes.isOnly("hvs", start, end) || bytes.isOnly("hvb", start, end)
      || bytes.isOnly("hvr", start, end) || bytes.isOnly("ya29", start, end)
  }

  /// Where the first token that reaches to `end` starts in a run of letters, digits, `-` and `_`: at the run's
  /// start or behind one of its signs.
  static func first(in bytes: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var offset = start
    while end - offset >= minimumLength {
      if isPrefixLetter(bytes.uint8(at: offset)), isOne(bytes, offset, end) { return offset }
      while offset < end, ASCII.isAlphanumeric(bytes.uint8(at: offset)) { offset += 1 }
      offset += 1
    }
    return nil
  }

  private static func isPrefixLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "g"), UInt8(ascii: "x"), UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "A"),
      UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "p"), UInt8(ascii: "P"), UInt8(ascii: "h"),
      UInt8(ascii: "d"), UInt8(ascii: "w"), UInt8(ascii: "l"):
      true
    default: false
    }
  }

  private static func isOne(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    let first = bytes.uint8(at: start)
    for (prefix, minimumLength) in prefixes where prefix.byte(0) == first && end - start >= minimumLength {
      guard bytes.matches(prefix, at: start, before: end) else { continue }
      // Prefixes that are ordinary letters: only the exact shape counts.
      if prefix.utf8CodeUnitCount == 4, prefix.byte(3) == 0x41 {
        return end - start == 20
          && (start..<end).allSatisfy { !(0x61...0x7a).contains(bytes.uint8(at: $0)) }
      }
      return true
    }
    return false
  }
}
