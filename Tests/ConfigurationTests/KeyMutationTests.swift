import Configuration
import Foundation
import Testing
import YAMLTree

/// Every slip of the finger in a key of a profile is an error, at the key, with the key that was meant.
@Suite struct KeyMutationTests {
  private static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// HEPHAESTUS_ALL_MUTATIONS=1 tries every letter, digit, `_` and `-` in every place, which takes minutes.
  private static let characters: [Character] = {
    let isAll = ProcessInfo.processInfo.environment["HEPHAESTUS_ALL_MUTATIONS"] != nil
    return isAll
      ? Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") : ["e", "_"]
  }()

  @Test func everyKeyOfTheShippedProfiles() throws {
    let file = Self.package.appending(path: "config/hephaestus.yaml")
    try check(String(contentsOf: file, encoding: .utf8))
  }

  /// A file with every key there is.
  @Test func everyKeyOfTheSchema() throws {
    try check(Self.everything)
  }

  private static let everything: String = {
    var lines = ["version: 1", "include: []", "lint: {}", "bundles: { b: { bundles: [] } }", "profiles:"]
    lines += ["  p: {}", "  q:", "    extends: p", "    bundles: [b]"]
    var open: [String] = []
    for setting in Schema.current.settings.sorted(by: { $0.pattern.lexicographicallyPrecedes($1.pattern) }) {
      let section = setting.pattern.dropLast()
      var depth = 0
      while depth < min(open.count, section.count), open[depth] == section[depth] { depth += 1 }
      for index in section.indices.dropFirst(depth) {
        lines.append(String(repeating: "  ", count: index + 2) + section[index] + ":")
      }
      open = Array(section)
      let indent = String(repeating: "  ", count: setting.pattern.count + 1)
      lines.append("\(indent)\(setting.pattern.last ?? ""): null")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private struct Key {
    var text: String
    var range: SourceRange
    var depth: Int
    /// The mapping it stands in.
    var parent: [String]
  }

  /// Keys of one depth do not stand in one another, so that they can all be mistyped at once.
  private func check(_ text: String) throws {
    #expect(validate(text).diagnostics.filter { $0.severity == .error } == [])
    let document = YAMLDocument(parsing: Array(text.utf8), file: "f.yaml")
    let keys = keys(in: try #require(document.root), SettingKeys.top, [])
    #expect(keys.count > 20)
    var tally = Tally()
    for depth in 0..<10 {
      let keys = keys.filter { $0.depth == depth }
      let lists = keys.map { Self.mutations(of: $0.text) }
      for round in 0..<(lists.map(\.count).max() ?? 0) {
        var used: Set<[String]> = []
        var typed: [(Key, String)] = []
        for (key, list) in zip(keys, lists) where round < list.count {
          if used.insert(key.parent + [list[round]]).inserted { typed.append((key, list[round])) }
        }
        check(typed, in: text, &tally)
      }
    }
    let share = Double(tally.suggested) / Double(tally.tried)
    print("\(tally.tried) mutations of \(keys.count) keys: the right suggestion for \(share)")
    print(tally.missed.joined(separator: ", "))
    #expect(share >= 0.95)
  }

  private struct Tally {
    var tried = 0
    var suggested = 0
    var missed: [String] = []
  }

  private func check(_ typed: [(Key, String)], in text: String, _ tally: inout Tally) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var shifts: [Int: Int] = [:]
    var places: [(Key, String, SourcePosition)] = []
    for (key, word) in typed.sorted(by: { $0.0.range.start < $1.0.range.start }) {
      let line = key.range.start.line
      let column = key.range.start.column + shifts[line, default: 0]
      lines[line - 1].replaceSubrange(column - 1..<column - 1 + key.text.count, with: word)
      shifts[line, default: 0] += word.count - key.text.count
      places.append((key, word, SourcePosition(line: line, column: column)))
    }
    let report = validate(lines.map { String($0) }.joined(separator: "\n"))
    let found = report.diagnostics.filter { $0.code == .unknownKey && $0.severity == .error }
    #expect(found.count == typed.count)
    for (key, word, place) in places {
      tally.tried += 1
      let finding = found.first { $0.line == place.line && $0.column == place.column }
      #expect(finding != nil, "\(key.text) as \(word)")
      #expect(finding?.endColumn == place.column + word.count)
      if finding?.suggestion == key.text {
        tally.suggested += 1
      } else {
        tally.missed.append("\(key.text) as \(word): \(finding?.suggestion ?? "nothing")")
      }
    }
  }

  private func validate(_ text: String) -> ValidationReport {
    ConfigurationValidator(files: MemoryFiles(["f.yaml": text])).validate(paths: ["f.yaml"])
  }

  private static let known = Set(
    Schema.current.settings.flatMap(\.pattern) + [
      "version", "include", "bundles", "profiles", "extends", "lint",
    ])

  private static func mutations(of key: String) -> [String] {
    let letters = Array(key)
    var found: Set<String> = []
    for index in letters.indices {
      var shorter = letters
      shorter.remove(at: index)
      found.insert(String(shorter))
      if index > 0 {
        var swapped = letters
        swapped.swapAt(index - 1, index)
        found.insert(String(swapped))
      }
      for character in characters + [
        letters[index].isLowercase ? Character(letters[index].uppercased()) : "x"
      ] {
        var replaced = letters
        replaced[index] = character
        found.insert(String(replaced))
      }
    }
    for index in 0...letters.count {
      for character in characters {
        var longer = letters
        longer.insert(character, at: index)
        found.insert(String(longer))
      }
    }
    return found.filter { !$0.isEmpty && !known.contains($0) }.sorted()
  }

  /// The keys that name settings and sections; names of bundles, profiles and targets are the user's own.
  private func keys(in node: YAMLNode, _ known: SettingKeys, _ path: [String]) -> [Key] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries.flatMap { entry -> [Key] in
      let below = keys(in: entry.value, known.below(entry.key), path + [entry.key])
      if known.isNamed { return below }
      return [Key(text: entry.key, range: entry.keyRange, depth: path.count, parent: path)] + below
    }
  }
}

/// Where in a file keys are names, and where they are words of the schema.
private enum SettingKeys {
  case top, fragments, settings([String]), free

  private static let named = [["targets"], ["privacy", "patterns"]]

  var isNamed: Bool {
    switch self {
    case .fragments, .free: true
    case .top: false
    case .settings(let path): Self.named.contains(path)
    }
  }

  func below(_ key: String) -> SettingKeys {
    switch self {
    case .top: return ["bundles", "profiles"].contains(key) ? .fragments : .free
    case .fragments: return .settings([])
    case .free: return .free
    case .settings(let path):
      let path = path + [Self.named.contains(path) ? "NAME" : key]
      let isSection = Schema.current.settings.contains {
        $0.pattern.starts(with: path) && $0.pattern.count > path.count
      }
      return isSection ? .settings(path) : .free
    }
  }
}
