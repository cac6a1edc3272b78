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
    switch bytes.uint8(at: start) {
    case UInt8(ascii: "g"), UInt8(ascii: "x"), UInt8(ascii: "s"), UInt8(ascii: "r"), UInt8(ascii: "A"),
      UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "h"), UInt8(ascii: "d"):
      break
    default: return false
    }
    for (prefix, minimumLength) in prefixes where end - start >= minimumLength {
      guard bytes.matches(prefix, at: start, before: end) else { continue }
      // The two AWS prefixes are ordinary letters: only their exact shape counts.
      if prefix.utf8CodeUnitCount == 4, prefix.byte(3) == 0x41 {
        return end - start == 20
          && (start..<end).allSatisfy { !(0x61...0x7a).contains(bytes.uint8(at: $0)) }
      }
      return true
    }
    return false
  }
}
