import Configuration
import Testing

@Suite struct StarterFileTests {
  private static let lines = StarterFile.text.split(separator: "\n", omittingEmptySubsequences: false)
    .map(String.init)

  /// A setting or section that is commented out: where its key stands once it is not.
  private static func commented(_ line: String) -> Int? {
    guard let match = line.wholeMatch(of: /( *)# ( *)[A-Za-z_.]+:( .*)?/) else { return nil }
    return match.1.count + match.2.count
  }

  private static let commentedOut = lines.indices.filter { commented(lines[$0]) != nil }

  private func validate(_ lines: [String]) -> ValidationReport {
    let files = MemoryFiles([
      "f.yaml": lines.joined(separator: "\n"), "bundles/more.yaml": "bundles: {}",
    ])
    return ConfigurationValidator(files: files).validate(paths: ["f.yaml"])
  }

  @Test func itIsRightAsItStands() throws {
    #expect(validate(Self.lines).diagnostics.map(\.headline) == [])
    let configuration = try load(StarterFile.text)
    #expect(configuration.enabled)
    #expect(configuration.targets["default"]?.destination == .console)
    let build = try load(StarterFile.text, profile: "ci")
    #expect(build.service.name == "hephaestus-ci")
    #expect(build.targets.count == 1)
  }

  @Test func itIsShort() {
    #expect(Self.lines.count <= 120)
    #expect(Self.lines.allSatisfy { $0.count <= 110 })
  }

  @Test(arguments: commentedOut)
  func whatIsCommentedOutIsRightToo(line: Int) throws {
    var text = Self.lines
    var indent = try #require(Self.commented(text[line]))
    text[line] = try #require(Self.uncommented(text[line]))
    // What it stands in goes with it.
    for above in text.indices.prefix(line).reversed() {
      guard let outer = Self.commented(text[above]), outer < indent else {
        if text[above].prefix(while: { $0 == " " }).count < indent, !text[above].contains("#") { break }
        continue
      }
      text[above] = try #require(Self.uncommented(text[above]))
      indent = outer
    }
    #expect(validate(text).diagnostics.map(\.headline) == [])
    #expect(text != Self.lines)
  }

  @Test func allOfItTogetherIsRightToo() throws {
    #expect(Self.commentedOut.count > 20)
    var text = Self.lines
    for line in Self.commentedOut { text[line] = try #require(Self.uncommented(text[line])) }
    #expect(validate(text).diagnostics.map(\.headline) == [])
  }

  private static func uncommented(_ line: String) -> String? {
    guard let mark = line.firstRange(of: "# ") else { return nil }
    return line.replacingCharacters(in: mark, with: "")
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
