import Patterns
import PrivacyCatalogue
import TelemetryEngine

/// What one input stands for: three bytes that choose the signal and the options, then a request.
struct EngineInput {
  static let headLength = 3

  let signal: Signal
  let options: PipelineOptions
  /// Whether what left once leaves again unchanged. A pattern of the user's may match its own replacement.
  let isIdempotent: Bool
  let maxGrowth: Int
  let request: [UInt8]

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Self.headLength, let signal = Signal(rawValue: bytes[0] % 3) else { return nil }
    self.signal = signal
    let mode = PrivacyMode.allCases[Int(bytes[1] & 0x0f) % PrivacyMode.allCases.count]
    let own = Self.ownRules[Int(bytes[1] >> 4) % Self.ownRules.count]
    let hasPatterns = bytes[2] & 1 != 0
    maxGrowth = bytes[2] & 2 != 0 ? 1 : 3
    isIdempotent = !hasPatterns
    let privacy = PrivacyOptions(
      PrivacyOptions.Policy(mode: mode, own: own), pseudonymKey: Self.key,
      replacement: Self.replacements[Int(bytes[2] >> 2) % Self.replacements.count],
      substitutions: hasPatterns ? Self.patterns : [], maxGrowth: maxGrowth)
    options = PipelineOptions(
      sampler: SpanSampler(root: .alwaysOn, isParentBased: false), privacy: privacy, serviceName: "fuzzed",
      resourceAttributes: bytes[2] & 0x40 != 0 ? [("deployment.environment.name", "fuzz")] : [])
    request = Array(bytes[Self.headLength...])
  }

  private static let key = PseudonymKey(derivingFrom: "the key of the fuzzer")
  private static let replacements = ["[REDACTED]", "", "***", String(repeating: "x", count: 64)]
  private static let ownRules = [
    OwnKeyRules(),
    OwnKeyRules(allow: ["a.*", "user.id"], drop: ["b.*", "thread.name"], isOverriding: true),
    OwnKeyRules(
      drop: ["service.namespace"], redact: ["c.*", "http.route"], hash: ["d.*", "service.version"]),
    OwnKeyRules(allow: ["password", "a.*", "exception.message"]),
  ]
  private static let patterns: [Substitution] = [
    ("orders", "order-(\\d+)", "order-$1$1"), ("anything", "(a|aa)+$", ""), ("empty", "x*", "<$0>"),
    ("unicode", "\\p{Lu}{2,}", "$$"),
  ].compactMap { name, pattern, replacement in
    guard let compiled = try? Pattern(pattern) else { return nil }
    return Substitution(name: name, pattern: compiled, replacement: PatternReplacement(replacement))
  }
}
