import Testing

@testable import Execution

/// The vectors of W3C's own test suite for `tracestate`.
@Suite("tracestate")
struct TraceStateTests {
  @Test(
    "Valid ones stay, less empty members and the spaces around members",
    arguments: [
      ("foo=1", "foo=1"), ("foo=1,bar=2", "foo=1,bar=2"),
      ("foo=1 \t , \t bar=2, \t baz=3", "foo=1,bar=2,baz=3"),
      (" foo=1", "foo=1"), ("\tfoo=1\t", "foo=1"), ("foo=1,", "foo=1"), ("foo=1,,bar=2", "foo=1,bar=2"),
      ("foo=1 2", "foo=1 2"), ("ot=th:8;rv:0123456789abcd", "ot=th:8;rv:0123456789abcd"),
      // The suite lets both stay, or one.
      ("foo=1,foo=2", "foo=1,foo=2"), ("t@v=1", "t@v=1"), ("0a=1", "0a=1"), ("a_-*/=1", "a_-*/=1"),
      ("\(String(repeating: "z", count: 256))=1", "\(String(repeating: "z", count: 256))=1"),
      ("a=\(String(repeating: "v", count: 256))", "a=\(String(repeating: "v", count: 256))"),
    ])
  func valid(text: String, written: String) {
    #expect(TraceState(text)?.text == written)
  }

  @Test("32 members stay") func members() {
    let members = (1...32).map { "bar\($0)=\($0)" }.joined(separator: ",")
    #expect(TraceState(members)?.text == members)
    #expect(TraceState(members + ",bar33=33") == nil)
  }

  @Test(
    "Others are discarded whole",
    arguments: [
      "", ",", " , ", "foo", "foo=", "=1", "foo=1,bar", "foo@=1,=2", "foo =1", "FOO=1", "foo.bar=1",
      "foo@bar@baz=1",
      "@foo=1", "foo=1=2", "foo=bar=baz", "foo=\u{e9}", "foo=\u{7f}", "foo=1\u{0}", "_a=1",
      "\(String(repeating: "z", count: 257))=1", "a=\(String(repeating: "v", count: 257))", "foo=,bar=3",
      "foo",
    ])
  func invalid(text: String) {
    #expect(TraceState(text) == nil)
  }
}
