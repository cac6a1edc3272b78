import Configuration
import Foundation
import Testing

/// What is made from the schema and checked in, and what makes "a setting is one declaration" true.
@Suite struct SchemaDocumentTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "config")

  /// To bring the files up to date: HEPHAESTUS_WRITE_SHIPPED=1 swift test --filter SchemaDocument
  @Test(arguments: ["hephaestus.schema.json", "settings.md"])
  func theCheckedInFileIsCurrent(name: String) throws {
    let text = name.hasSuffix("json") ? JSONSchema.text : SettingsPage.text
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_SHIPPED"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let isCurrent = try String(contentsOf: file, encoding: .utf8) == text
    #expect(isCurrent)
  }

  private static let settings = Schema.current.settings

  @Test(arguments: settings.map { $0.pattern.joined(separator: ".") })
  func aSettingSaysWhatItIs(path: String) throws {
    let setting = try #require(Self.settings.first { $0.pattern.joined(separator: ".") == path })
    #expect(setting.documentation.hasSuffix("."))
    #expect(!setting.expectation.isEmpty && !setting.expectation.hasSuffix("."))
    #expect(setting.defaultText == nil || setting.defaultNote == nil)
    let isInSchema = JSONSchema.text.contains(setting.documentation.replacing("\"", with: "\\\""))
    let isOnPage = SettingsPage.text.contains("| `\(path)`")
    #expect(isInSchema && isOnPage)
  }

  /// The default as it is shown, set explicitly, changes nothing.
  @Test(arguments: settings.filter { $0.defaultText != nil }.map { $0.pattern.joined(separator: ".") })
  func theDefaultThatIsShownIsTheDefault(path: String) throws {
    let setting = try #require(Self.settings.first { $0.pattern.joined(separator: ".") == path })
    let text = try #require(setting.defaultText)
    let base = ["targets.x.endpoint=discard:"]
    let flag = "\(path.replacing("targets.NAME", with: "targets.x"))=\(text)"
    #expect(try load(flags: base + [flag]) == load(flags: base))
  }

  @Test func namesAreUnique() {
    let paths = Self.settings.map { $0.pattern.joined(separator: ".") }
    #expect(Set(paths).count == paths.count)
    let variables = Self.settings.compactMap(\.environment)
    #expect(Set(variables).count == variables.count)
  }

  @Test func everySectionSaysWhatItIsAbout() {
    var sections: Set<String> = []
    for setting in Self.settings {
      for length in 1..<max(1, setting.pattern.count) {
        sections.insert(setting.pattern.prefix(length).joined(separator: "."))
      }
    }
    #expect(Set(Schema.sectionDocumentation.keys) == sections)
  }
}
