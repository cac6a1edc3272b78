import Configuration
import Testing
import YAMLTree

@Suite struct FixTests {
  private static func fix(
    _ line: Int, _ column: Int, to endColumn: Int, endLine: Int? = nil, _ replacement: String,
    file: String = "f.yaml"
  ) -> Fix {
    let range = SourceRange(
      file: file, start: SourcePosition(line: line, column: column),
      end: SourcePosition(line: endLine ?? line, column: endColumn))
    return Fix(replacing: range, with: replacement)
  }

  @Test(
    arguments: [
      ("a: 1 # c\n  b:   2\n", [fix(2, 3, to: 4, "bb")], "a: 1 # c\n  bb:   2\n", 1),
      ("a: 1\r\nb: 2\r\n", [fix(2, 1, to: 2, "c:\n  d")], "a: 1\r\nc:\r\n  d: 2\r\n", 1),
      ("\u{FEFF}a: 1\n", [fix(1, 1, to: 2, "b")], "\u{FEFF}b: 1\n", 1),
      ("é日👍: 1", [fix(1, 4, to: 4, "!"), fix(1, 6, to: 7, "2")], "é日👍!: 2", 2),
      ("a\rb\u{85}c\u{2028}d\u{2029}e\n", [fix(5, 1, to: 2, "x")], "a\rb\u{85}c\u{2028}d\u{2029}x\n", 1),
      ("a: 1\nb: 2\nc: 3", [fix(2, 1, to: 1, endLine: 3, "")], "a: 1\nc: 3", 1),
      ("abcdef", [fix(1, 4, to: 6, "Y"), fix(1, 1, to: 5, "X")], "Xef", 1),
      ("abcdef", [fix(1, 1, to: 3, "X"), fix(1, 3, to: 5, "Y")], "XYef", 2),
      ("abc", [fix(1, 1, to: 1, "X"), fix(1, 1, to: 2, "Y")], "Xabc", 1),
      ("abc", [fix(1, 1, to: 2, "X"), fix(1, 1, to: 2, "X")], "Xbc", 1),
      ("abc\n", [fix(1, 4, to: 4, " # end")], "abc # end\n", 1),
      ("abc\n", [fix(1, 5, to: 5, "x")], "abc\n", 0), ("abc", [fix(9, 1, to: 2, "x")], "abc", 0),
      ("abc", [fix(1, 3, to: 2, "x")], "abc", 0), ("", [fix(1, 1, to: 1, "a: 1")], "a: 1", 1),
      ("abc", [], "abc", 0),
    ])
  func text(before: String, fixes: [Fix], after: String, applied: Int) {
    let text = FixedText(Array(before.utf8), applying: fixes)
    #expect(String(decoding: text.bytes, as: UTF8.self) == after)
    #expect(text.applied.count == applied)
  }

  /// Judges by words: `bad` is mended to `good`, `worse` to two mistakes, `first` and `second` overlap.
  private static func judge(_ files: any FileReader) -> ValidationReport {
    var report = ValidationReport()
    for file in ["f.yaml", "g.yaml"] {
      guard let bytes = try? files.read(file, maxBytes: 1000) else { continue }
      report.checked.append(file)
      let lines = String(decoding: bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() {
        for (word, mended) in ["bad": "good", "worse": "wrong\nwrong", "wrong": nil, "aab": "ab"] {
          guard let found = line.ranges(of: word).first else { continue }
          let column = line.distance(from: line.startIndex, to: found.lowerBound) + 1
          let fix = mended.map { Self.fix(index + 1, column, to: column + word.count, $0, file: file) }
          var finding = Diagnostic(.error, .unknownKey, "\(word) on \(index + 1)", fix: fix)
          finding.file = file
          report.diagnostics.append(finding)
        }
      }
    }
    return report
  }

  private func proposal(_ files: [String: String]) -> FixProposal {
    ConfigurationFixer(files: MemoryFiles(files), judge: Self.judge).proposal()
  }

  @Test func everyFileIsMended() {
    let proposal = proposal(["f.yaml": "bad # note\nx\nbad", "g.yaml": "  bad\nwrong"])
    #expect(proposal.changes.map(\.path) == ["f.yaml", "g.yaml"])
    #expect(
      proposal.changes.map { String(decoding: $0.after, as: UTF8.self) } == [
        "good # note\nx\ngood", "  good\nwrong",
      ])
    #expect(proposal.fixed.count == 3)
    #expect(proposal.report.errors == 1)
  }

  @Test func aFixThatUncoversAnotherIsFollowed() {
    let proposal = proposal(["f.yaml": "aaaab"])
    #expect(proposal.changes.map { String(decoding: $0.after, as: UTF8.self) } == ["ab"])
    #expect(proposal.report.diagnostics.isEmpty)
  }

  @Test func whatDoesHarmIsRefusedAndTheRestIsMended() {
    let proposal = proposal(["f.yaml": "bad\nworse\nbad"])
    #expect(proposal.changes.map { String(decoding: $0.after, as: UTF8.self) } == ["good\nworse\ngood"])
    #expect(proposal.refused.map(\.message) == ["worse on 2"])
  }

  @Test func nothingToMendIsNoChange() {
    #expect(proposal(["f.yaml": "wrong"]).changes.isEmpty)
  }

  /// Whatever the beginning of a file is, a fix leaves every other byte as it was.
  @Test func everyPlaceOfTheShippedFileCanBeFound() throws {
    let bytes = Array(ShippedConfiguration.text.utf8)
    let root = try #require(YAMLDocument(parsing: bytes, file: "f.yaml").root)
    var ranges: [SourceRange] = []
    func collect(_ node: YAMLNode) {
      guard case .mapping(let entries) = node.content else { return }
      for entry in entries {
        ranges.append(entry.keyRange)
        collect(entry.value)
      }
    }
    collect(root)
    #expect(ranges.count > 30)
    for range in ranges {
      let text = FixedText(bytes, applying: [Fix(replacing: range, with: "")])
      let width = range.end.column - range.start.column
      #expect(text.bytes.count == bytes.count - width)
    }
  }
}
