import Gateway
import Logging
import Testing

@Suite struct LogRecordTests {
  func line(
    _ format: LogRecord.Format, _ message: String, _ fields: [(key: String, value: String)] = [],
    level: Logger.Level = .info
  ) -> String {
    let time = LogTimestamp(milliseconds: 1_795_348_800_123)
    let record = LogRecord(time: time, level: level, message: message, fields: fields)
    return String(decoding: record.line(format), as: UTF8.self)
  }

  static let moments: [(Int64, String)] = [
    (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"), (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
    (1_709_251_200_000, "2024-03-01T00:00:00.000Z"), (1_795_348_800_123, "2026-11-22T12:00:00.123Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
  ]

  @Test(arguments: moments) func timestampsAreRFC3339(_ milliseconds: Int64, _ expected: String) {
    #expect(LogTimestamp(milliseconds: milliseconds).text == expected)
  }

  @Test func textLinesReadLikeSentences() {
    #expect(
      line(.text, "listening", [("address", "127.0.0.1:4317"), ("receiver", "grpc")])
        == "2026-11-22T12:00:00.123Z INFO listening address=127.0.0.1:4317 receiver=grpc\n")
  }

  @Test func jsonLinesAreObjects() {
    #expect(
      line(.json, "say \"hi\"", [("message", "other"), ("target", "a b")], level: .error)
        == #"{"time":"2026-11-22T12:00:00.123Z","level":"error","message":"say \"hi\"","message_":"other","target":"a b"}"#
        + "\n")
  }

  static let values: [(String, text: String, json: String)] = [
    ("plain", "plain", "plain"), ("", "\"\"", ""), ("a b", "\"a b\"", "a b"), ("a=b", "\"a=b\"", "a=b"),
    ("say \"hi\"", #""say \"hi\"""#, #"say \"hi\""#), (#"a\b"#, #"a\\b"#, #"a\\b"#),
    ("a\nb", #"a\nb"#, #"a\nb"#), ("a\r\tb", #"a\r\tb"#, #"a\r\tb"#),
    ("\u{1b}[31m", #"\u{1b}[31m"#, #"\u001b[31m"#), ("\0", #"\u{0}"#, #"\u0000"#),
    ("\u{7f}", #"\u{7f}"#, #"\u007f"#), ("\u{85}", #"\u{85}"#, #"\u0085"#),
    ("\u{2028}", #"\u{2028}"#, #"\u2028"#), ("\u{202e}gpj", #"\u{202e}gpj"#, #"\u202egpj"#),
    ("\u{e0041}", #"\u{e0041}"#, #"\udb40\udc41"#), ("größe ✓", "\"größe ✓\"", "größe ✓"),
  ]

  @Test(arguments: values) func whateverIsLoggedStaysOneLine(_ value: String, text: String, json: String) {
    #expect(line(.text, "m", [("k", value)]).hasSuffix(" m k=\(text)\n"))
    #expect(line(.json, "m", [("k", value)]).hasSuffix(#","message":"m","k":"\#(json)"}"# + "\n"))
  }

  @Test func aMessageCannotForgeALine() {
    let forged = "x\n2026-11-22T12:00:00.123Z INFO all is well"
    for format in [LogRecord.Format.text, .json] {
      #expect(line(format, forged, [(forged, forged)]).count { $0.isNewline } == 1)
    }
  }

  @Test(arguments: [LogRecord.Format.text, .json]) func linesAreBounded(_ format: LogRecord.Format) {
    for filling in ["a", "\u{1}", "✓", "\u{e0041}"] {
      let long = String(repeating: filling, count: 100_000)
      let fields = (0..<100).map { (key: "key\($0)\(long)", value: long) }
      let line = line(format, long, fields)
      #expect(line.utf8.count <= LogRecord.longestLine)
      #expect(line.contains("…"))
      #expect(line.hasSuffix(format == .json ? ",\"…\":true}\n" : " …\n"))
    }
  }
}
