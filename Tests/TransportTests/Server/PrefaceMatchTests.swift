import Testing
import Transport

@Suite struct PrefaceMatchTests {
  @Test(arguments: [
    ("", PrefaceMatch.Verdict.undecided), ("P", .undecided), ("POST", .http1),
    ("PRI * HTTP/2.0\r\n", .undecided),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nmore", .http2),
    ("PRI * HTTP/1.1\r\n", .http1), ("GET", .http1), ("\u{16}\u{3}\u{1}", .http1),
  ])
  func theFirstBytesTell(text: String, verdict: PrefaceMatch.Verdict) {
    #expect(PrefaceMatch.judge(Array(text.utf8).span) == verdict)
  }
}
