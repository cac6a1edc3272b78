import Testing

@testable import Execution

/// The vectors of W3C's own test suite for `traceparent`, and of version 00's grammar.
@Suite("traceparent")
struct TraceParentTests {
  static let trace = "0af7651916cd43dd8448eb211c80319c"
  static let span = "b7ad6b7169203331"

  @Test(
    "Valid ones are read, and written in version 00",
    arguments: [
      ("00-\(trace)-\(span)-01", "00-\(trace)-\(span)-01"),
      ("00-\(trace)-\(span)-00", "00-\(trace)-\(span)-00"),
      // Level 2: the trace id is random.
      ("00-\(trace)-\(span)-03", "00-\(trace)-\(span)-03"),
      // Flags that version 00 does not know are not passed on.
      ("00-\(trace)-\(span)-ff", "00-\(trace)-\(span)-03"),
      ("00-\(trace)-\(span)-08", "00-\(trace)-\(span)-00"),
      // Later versions: what is as in 00 counts.
      ("01-\(trace)-\(span)-01", "00-\(trace)-\(span)-01"),
      ("cc-\(trace)-\(span)-01", "00-\(trace)-\(span)-01"),
      ("cc-\(trace)-\(span)-01-what-the-future-will-be-like", "00-\(trace)-\(span)-01"),
      ("cc-\(trace)-\(span)-01-", "00-\(trace)-\(span)-01"),
      (
        "00-00000000000000000000000000000001-0000000000000001-01",
        "00-00000000000000000000000000000001-0000000000000001-01"
      ),
      (
        "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01",
        "00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01"
      ),
    ])
  func valid(text: String, written: String) {
    #expect(TraceParent(text)?.text == written)
  }

  @Test(
    "Others are ignored",
    arguments: [
      "", "00", "00-", "00-\(trace)", "00-\(trace)-\(span)", "00-\(trace)-\(span)-",
      // Version 00 ends with its flags, a later one goes on with a dash.
      "00-\(trace)-\(span)-01-", "00-\(trace)-\(span)-01.",
      "00-\(trace)-\(span)-01-what-the-future-will-be-like",
      "cc-\(trace)-\(span)-01.what-the-future-will-not-be-like", "cc-\(trace)-\(span)-011",
      "ff-\(trace)-\(span)-01",
      "0-\(trace)-\(span)-01", "000-\(trace)-\(span)-01", ".0-\(trace)-\(span)-01", "0.-\(trace)-\(span)-01",
      "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01",
      "00-.\(trace.dropFirst())-\(span)-01", "00-\(trace.dropFirst())-\(span)-01", "00-0\(trace)-\(span)-01",
      "00-\(trace)-.\(span.dropFirst())-01", "00-\(trace)-\(span.dropFirst())-01", "00-\(trace)-0\(span)-01",
      "00-\(trace)-\(span)-.0", "00-\(trace)-\(span)-0.", "00-\(trace)-\(span)-001", "00-\(trace)-\(span)-1",
      // Capitals.
      "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span.uppercased())-01", "0A-\(trace)-\(span)-01",
      "00-\(trace)-\(span)-0A",
      " 00-\(trace)-\(span)-01", "00-\(trace)-\(span)-01 ", "00_\(trace)_\(span)_01",
      "00-\(trace)-\(span)-0\u{e9}",
    ])
  func invalid(text: String) {
    #expect(TraceParent(text) == nil)
  }
}
