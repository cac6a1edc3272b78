import Configuration
import Foundation
import Testing
import YAMLTree

/// `Goldens/Formats` holds one configuration and what `validate` prints for it, and for a file that is not
/// there, in each format. HEPHAESTUS_WRITE_GOLDENS=1 writes what it prints now.
@Suite struct ReportFormatTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "Goldens/Formats")
  private static let context = ReportContext(workingDirectory: "/builds/shop", toolVersion: "1.2.3")

  @Test(arguments: [
    (ReportFormat.text, "text.txt"), (.json, "report.json"), (.sarif, "report.sarif"),
    (.github, "github.txt"),
    (.gitlab, "gitlab.json"),
  ])
  func golden(format: ReportFormat, name: String) throws {
    let yaml = try String(contentsOf: Self.folder.appending(path: "hephaestus.yaml"), encoding: .utf8)
    let files = MemoryFiles(["ops/tälemetry, 1/hephaestus.yaml": yaml])
    let report = ConfigurationValidator(files: files).validate(
      paths: ["./ops/tälemetry, 1/hephaestus.yaml", "./absent.yaml"])
    let output = format.rendering(of: report, in: Self.context)
    let golden = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_GOLDENS"] != nil {
      try output.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(try output == String(contentsOf: golden, encoding: .utf8))
  }

  private static func report(_ findings: Diagnostic...) -> ValidationReport {
    var report = ValidationReport()
    report.checked = ["h.yaml"]
    report.diagnostics = findings
    return report
  }

  private static func finding(
    _ message: String = "wrong", in file: String? = "h.yaml", line: Int? = 3, column: Int = 5, to: Int = 9,
    endLine: Int? = nil
  ) -> Diagnostic {
    var finding = Diagnostic(.error, .wrongType, message)
    finding.file = file
    guard let line else { return finding }
    (finding.line, finding.column) = (line, column)
    (finding.endLine, finding.endColumn) = (endLine ?? line, to)
    return finding
  }

  @Test(
    arguments: [
      (finding(), "::error file=h.yaml,line=3,col=5,endColumn=8,title=HG003 wrong-type::wrong"),
      (finding(to: 5), "::error file=h.yaml,line=3,col=5,endColumn=5,title=HG003 wrong-type::wrong"),
      (finding(endLine: 4), "::error file=h.yaml,line=3,endLine=4,title=HG003 wrong-type::wrong"),
      (finding(line: nil), "::error file=h.yaml,title=HG003 wrong-type::wrong"),
      (finding(in: nil, line: nil), "::error title=HG003 wrong-type::wrong"),
      (finding(in: "<stdin>"), "::error title=HG003 wrong-type::<stdin>:3:5: wrong"),
      (
        finding("50%\r\n::stop-commands::x\u{1B}[2J", in: "a:b,c%.yaml", line: nil),
        "::error file=a%3Ab%2Cc%25.yaml,title=HG003 wrong-type::50%25%0D%0A::stop-commands::x\u{FFFD}[2J"
      ),
    ])
  func workflowCommand(finding: Diagnostic, line: String) {
    #expect(ReportFormat.github.rendering(of: Self.report(finding), in: Self.context) == line + "\n")
  }

  @Test func nothingToObjectTo() {
    let report = Self.report()
    #expect(ReportFormat.text.rendering(of: report, in: Self.context) == "h.yaml: nothing to object to\n")
    #expect(ReportFormat.github.rendering(of: report, in: Self.context) == "")
    #expect(ReportFormat.gitlab.rendering(of: report, in: Self.context) == "[]\n")
  }

  @Test(
    arguments: [
      ("/builds/shop/a/b.yaml", "a/b.yaml"), ("./a//b.yaml", "a/b.yaml"), ("a/../b.yaml", "b.yaml"),
      ("../b.yaml", "../b.yaml"), ("/etc/b.yaml", "/etc/b.yaml"),
      ("/builds/shopping/b.yaml", "/builds/shopping/b.yaml"),
    ])
  func pathsAreRelativeToTheCheckout(named: String, shown: String) {
    let report = Self.report(Self.finding(in: named))
    #expect(ReportFormat.gitlab.rendering(of: report, in: Self.context).contains("\"path\": \"\(shown)\""))
    #expect(ReportFormat.github.rendering(of: report, in: Self.context).contains(" file=\(shown),"))
  }

  @Test(
    arguments: [
      ("a b/ü%.yaml", "a%20b/%C3%BC%25.yaml"), ("c:d.yaml", "c%3Ad.yaml"),
      ("../b.yaml", "file:///builds/b.yaml"),
      ("/etc/b.yaml", "file:///etc/b.yaml"), ("<stdin>", "stdin"),
    ])
  func urisArePercentEncoded(named: String, uri: String) {
    let report = Self.report(Self.finding(in: named))
    #expect(ReportFormat.sarif.rendering(of: report, in: Self.context).contains("\"uri\": \"\(uri)\""))
  }

  @Test func aFindingWithoutAFileIsAboutTheCheckedOne() {
    let output = ReportFormat.gitlab.rendering(
      of: Self.report(Self.finding(in: nil, line: nil)), in: Self.context)
    #expect(output.contains("\"path\": \"h.yaml\"") && output.contains("\"begin\": 1"))
  }

  @Test func sarifTellsTheFix() {
    var finding = Self.finding()
    let place = SourcePosition(line: 3, column: 5)
    finding.fix = Fix(
      replacing: SourceRange(file: "h.yaml", start: place, end: SourcePosition(line: 3, column: 9)),
      with: "ratio")
    let output = ReportFormat.sarif.rendering(of: Self.report(finding), in: Self.context)
    #expect(output.contains("\"deletedRegion\"") && output.contains("\"text\": \"ratio\""))
  }

  private func fingerprints(_ findings: Diagnostic...) -> [String] {
    var report = ValidationReport()
    report.diagnostics = findings
    let output = ReportFormat.gitlab.rendering(of: report, in: Self.context)
    return output.matches(of: /"fingerprint": "([0-9a-f]{16})"/).map { String($0.1) }
  }

  @Test func fingerprintsAreUniqueAndDoNotMoveWithTheLine() {
    var first = Self.finding(line: 3)
    first.sourceLine = "    enabled: sure"
    var moved = Self.finding(line: 30)
    moved.sourceLine = "  enabled: sure"
    var other = Self.finding(line: 30)
    other.sourceLine = "  enabled: surely"
    #expect(fingerprints(first) == fingerprints(moved))
    #expect(fingerprints(first) != fingerprints(other))
    #expect(Set(fingerprints(first, first, moved, other)).count == 4)
  }
}
