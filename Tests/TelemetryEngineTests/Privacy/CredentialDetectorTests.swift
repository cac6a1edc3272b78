import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct CredentialDetectorTests {
  private static let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJl"
  private static let key = """
    -----BEGIN RSA PRIVATE KEY-----
    MIIEowIBAAKCAQEA
    -----END RSA PRIVATE KEY-----
    """

  /// A text, and what leaves of it in every mode.
  static let found: [(text: String, left: String)] = [
    ("Bearer abcdef0123456789", "Bearer [REDACTED]"),
    ("sent authorization: bearer abcdefghijklmnop now", "sent authorization: bearer [REDACTED] now"),
    ("BASIC amFuZTpodW50ZXIy", "BASIC [REDACTED]"), ("(Basic YTpiYzEyMw==)", "(Basic [REDACTED])"),
    ("a Bearer 0123456789 b Bearer 9876543210", "a Bearer [REDACTED] b Bearer [REDACTED]"),
    (jwt, "[REDACTED]"), ("token=\(jwt)&x=1", "token=[REDACTED]&x=1"), ("Bearer \(jwt)", "Bearer [REDACTED]"),
    ("postgres://admin:hunter2@db/app", "postgres://redacted@db/app"),
    ("see https://a:b@x.org/p and ftp://c:d@y.org", "see https://redacted@x.org/p and ftp://redacted@y.org"),
    ("https://jane:p@ss@host/", "https://redacted@host/"),
    ("redis://:secret@cache:6379/0", "redis://redacted@cache:6379/0"),
    ("https://jane@corp:pw@host/", "https://redacted@host/"),
    ("key \(key) end", "key [REDACTED] end"), ("cut -----BEGIN PRIVATE KEY-----\nMIIE", "cut [REDACTED]"),
    ("ghp_0123456789abcdefghijklmnopqrstuvwxyzAB", "[REDACTED]"),
    ("pat=github_pat_0123456789abcdefghijklmnopqrstuvwx", "pat=[REDACTED]"),
    ("glpat-0123456789abcdefghij", "[REDACTED]"), ("xoxb-1234567890-abcdefghij", "[REDACTED]"),
    ("sk-abcdefghijklmnopqrstuvwxyz", "[REDACTED]"), ("sk_live_abcdefghijklmnop0123", "[REDACTED]"),
    ("id AKIAIOSFODNN7EXAMPLE.", "id [REDACTED]."), ("ASIAQQQQWWWWEEEERRRR", "[REDACTED]"),
    ("AIzaSyABCDEFGHILMNOPQRSTUVWXYZabcdefghi", "[REDACTED]"),
    ("npm_0123456789abcdefghijklmnopqrstuvwxyz", "[REDACTED]"),
    ("pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDAtMDAw", "[REDACTED]"),
    ("hf_abcdefghijklmnopqrstuvwxyzABCD", "[REDACTED]"),
    ("dop_v1_0123456789abcdef0123456789abcdef0123456789", "[REDACTED]"),
    ("key-ghp_0123456789abcdefghijklmnopqrstuvwxyzAB", "key-[REDACTED]"),
    ("https://x.org/?X-Amz-Signature=abc123", "https://x.org/?X-Amz-Signature=[REDACTED]"),
    ("https://x.org/#access_token=abc,1", "https://x.org/#access_token=[REDACTED],1"),
    ("Server=db;Password=a b;", "Server=db;Password=[REDACTED] b;"),
    ("cmd --api-key=k1 --password='a b'", "cmd --api-key=[REDACTED] --password='[REDACTED]'"),
    ("{\"user\": 1, \"password\": \"hunter 2\"}", "{\"user\": 1, \"password\": \"[REDACTED]\"}"),
    ("{\\\"clientSecret\\\":\\\"x y\\\"}", "{\\\"clientSecret\\\":\\\"[REDACTED]\\\"}"),
    ("{'token': 4711}", "{'token': [REDACTED]}"),
    ("Authorization: Bearer abc", "Authorization: Bearer [REDACTED]"),
  ]

  @Test(arguments: found, PrivacyMode.allCases)
  func isTakenOut(_ text: (text: String, left: String), _ mode: PrivacyMode) throws {
    #expect(try scrubbed(text.text, mode) == text.left)
    #expect(isPseudonym(try scrubbedInStream(text.text, mode)))
  }

  static let harmless = [
    "basic user", "the bearer arrived", "Basic authentication", "bearer token", "mybearer 0123456789abcdef",
    "https://example.com/path", "https://example.com:8080/a@b", "jane@host:22", "mailbox://jane@host/inbox",
    "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
    "eyJ", "eyJhbGciOiJIUzI1NiJ9", "ghp_short", "risk-assessment-of-the-quarter", "sk-short", "AKIASHORT",
    "AKIAabcdefghijklmnop", "AKIAIOSFODNN7EXAMPLEX", "task-0123456789abcdefghijklmnop",
    "max_tokens=5", "key=value", "sort_key=id", "tokens: 5", "\"name\": \"x\"", "signature", "authorize=1",
    "7a1f0c1e-6b0a-4d2c-9f3e-2b6f8b1f3c11", "GET /api/cart/{id}", "100 % of 3 = 3",
  ]

  @Test(arguments: harmless)
  func isLeftAlone(_ text: String) throws {
    #expect(try scrubbed(text, .minimal) == text)
    #expect(try scrubbedInStream(text, .minimal) == text)
  }

  /// Wherever a text may stand, not only in attributes.
  @Test(arguments: PrivacyMode.allCases)
  func isTakenOutOfEveryTextOfASpan(_ mode: PrivacyMode) throws {
    let secret = "Bearer 0123456789abcdef"
    let span = Sample.span("call \(secret)") {
      $0.message(11) { $0.text(2, secret) }
      $0.message(15) { $0.text(2, "failed \(secret)") }
    }
    let processed = try process(.traces, Sample.request([span]), .passing(mode))
    #expect(!processed.output.contains("0123456789abcdef"))
    #expect(processed.redactions[.authorization] == 3)
    let metric = try process(
      .metrics, Sample.request([Sample.metric(secret) { $0.text(2, secret) }]), .passing(mode))
    #expect(!metric.output.contains("0123456789abcdef"))
    #expect(metric.items.kept == 1)
  }
}
