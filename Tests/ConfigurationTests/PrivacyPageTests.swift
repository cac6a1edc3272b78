import Configuration
import Foundation
import PrivacyCatalogue
import Testing

@Suite struct PrivacyPageTests {
  /// To bring the file up to date: HEPHAESTUS_WRITE_SHIPPED=1 swift test --filter PrivacyPage
  @Test func theCheckedInFileIsCurrent() throws {
    let file = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "config/privacy.md")
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_SHIPPED"] != nil {
      try PrivacyPage.text.write(to: file, atomically: true, encoding: .utf8)
    }
    let isCurrent = try String(contentsOf: file, encoding: .utf8) == PrivacyPage.text
    #expect(isCurrent)
  }

  @Test(arguments: [60, 80, 100, 200])
  func noLineIsWiderThanTheTerminal(_ width: Int) {
    let table = PrivacyTable.text(width: width, in: .plain)
    #expect(table.split(separator: "\n").allSatisfy { $0.count <= width && $0.last != " " })
  }

  @Test func everyRowIsInEveryForm() {
    let words = Set(PrivacyTable.text(width: 80, in: .plain).split { $0 == " " || $0 == "\n" })
    for row in PrivacyTable.rows {
      for cell in [row.name, row.appliesTo, row.minimal, row.balanced, row.strict] {
        #expect(words.isSuperset(of: cell.replacing("`", with: "").split(separator: " ")))
        #expect(PrivacyPage.text.contains(cell.replacing("|", with: "\\|")))
        #expect(PrivacyTable.json.contains(cell.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")))
      }
    }
  }
}
