import Configuration
import Testing

@Suite struct DiagnosticTextTests {
  private func finding(_ line: String, _ column: Int, _ endColumn: Int?, endLine: Int = 1) -> Diagnostic {
    var finding = Diagnostic(.error, .unknownKey, "wrong")
    (finding.file, finding.sourceLine) = ("f", line)
    (finding.line, finding.column, finding.endLine, finding.endColumn) = (1, column, endLine, endColumn)
    return finding
  }

  @Test(
    arguments: [
      ("key: value", 6, 11, "key: value", "     ^~~~~"),
      ("key:", 5, 5, "key:", "    ^"),
      ("名前: x", 5, 6, "名前: x", "      ^"),
      ("名前: 値です", 5, 8, "名前: 値です", "      ^~~~~~"),
      ("\tkey: x", 2, 5, "    key: x", "    ^~~"),
      ("a\tkey: x", 3, 6, "a   key: x", "    ^~~"),
      ("e\u{301}te\u{301}: x", 8, 9, "e\u{301}te\u{301}: x", "     ^"),
      ("👩‍👩‍👧: x", 8, 9, "👩‍👩‍👧: x", "    ^"),
      ("a\u{200B}b: x", 1, 4, "a\u{FFFD}b: x", "^~~"),
      ("a\u{1B}[31m: x", 8, 9, "a\u{FFFD}[31m: x", "       ^"),
      ("\u{202E}abc", 2, 5, "\u{FFFD}abc", " ^~~"),
    ])
  func caret(line: String, column: Int, endColumn: Int, shown: String, caret: String) {
    #expect(
      finding(line, column, endColumn).rendered
        == "f:1:\(column): error: wrong [HG002]\n    \(shown)\n    \(caret)")
  }

  @Test func longLinesAreCut() {
    let line = String(repeating: "a", count: 500) + "bad" + String(repeating: "z", count: 500)
    let lines = finding(line, 501, 504).rendered.split(separator: "\n")
    #expect(
      lines[1] == "    …" + String(repeating: "a", count: 60) + "bad" + String(repeating: "z", count: 77)
        + "…")
    #expect(lines[2] == String(repeating: " ", count: 65) + "^~~")
  }

  @Test func aPlaceOutsideTheLineHasNoCaret() {
    #expect(finding("short", 40, 41).rendered == "f:1:40: error: wrong [HG002]")
  }

  @Test func colours() {
    var finding = finding("ratoi: 2", 1, 6)
    finding.suggestion = "ratio"
    #expect(
      finding.rendered(in: .coloured) == """
        \u{1B}[1mf:1:1: \u{1B}[0m\u{1B}[1;31merror:\u{1B}[0m wrong \u{1B}[2m[HG002]\u{1B}[0m
            ratoi: 2
            \u{1B}[1;31m^~~~~\u{1B}[0m
        did you mean \u{1B}[32m`ratio`\u{1B}[0m?
        """)
  }

  @Test(
    arguments: [
      (true, ["TERM": "xterm"], true), (false, ["TERM": "xterm"], false), (true, [:], false),
      (true, ["TERM": "dumb"], false), (true, ["TERM": "xterm", "NO_COLOR": "1"], false),
      (true, ["TERM": "xterm", "NO_COLOR": ""], true),
    ])
  func whereThereAreColours(isTerminal: Bool, environment: [String: String], isColoured: Bool) {
    let style = TextStyle(isTerminal: isTerminal, environment: environment)
    #expect(style == (isColoured ? .coloured : .plain))
  }

  @Test func noNameActsOnTheTerminal() {
    var finding = finding("x", 1, 2)
    finding.file = "a\u{1B}]0;title\u{7}.yaml"
    #expect(!finding.rendered.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }
}
