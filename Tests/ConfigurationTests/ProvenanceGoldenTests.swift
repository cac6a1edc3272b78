import Configuration
import Foundation
import Testing

/// Files under `Goldens/Provenance`: a configuration, then commands after lines of dashes, each followed by
/// what it prints. HEPHAESTUS_WRITE_GOLDENS=1 writes what they print now, to be read before it is committed.
@Suite struct ProvenanceGoldenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
    path: "Goldens/Provenance")
  private static let divider = "-------- "

  private static var names: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
  }

  @Test(arguments: names)
  func transcript(name: String) throws {
    let golden = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
    let parts = golden.components(separatedBy: "\n" + Self.divider)
    let file = try #require(parts.first) + "\n"
    var printed = [parts[0]]
    for part in parts.dropFirst() {
      let command = try #require(part.split(separator: "\n").first)
      printed.append("\(command)\n" + (try CommandLineWords(String(command)).output(of: file)).dropLast())
    }
    let transcript = printed.joined(separator: "\n" + Self.divider) + "\n"
    if ProcessInfo.processInfo.environment["HEPHAESTUS_WRITE_GOLDENS"] != nil {
      try transcript.write(to: Self.folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    #expect(parts.count > 1)
    #expect(transcript == golden)
  }

  @Test func thereAreGoldens() { #expect(Self.names.count >= 6) }
}

/// A command line of the commands that show a configuration, as far as the goldens use it.
private struct CommandLineWords {
  private var environment: [String: String] = [:]
  private var overrides: [String] = []
  private var profile: String?
  private var flags: Set<String> = []
  private var words: [String] = []

  init(_ line: String) {
    var rest = line.split(separator: " ").map(String.init)[...]
    while let word = rest.popFirst() {
      switch word {
      case "--profile": profile = rest.popFirst()
      case "--set": overrides += rest.popFirst().map { [$0] } ?? []
      case "--all", "--json", "--to-gateway": flags.insert(word)
      case _ where words.isEmpty && word.contains("="):
        let parts = word.split(separator: "=", maxSplits: 1)
        environment[String(parts[0])] = String(parts[1])
      default: words.append(word)
      }
    }
  }

  func output(of file: String) throws -> String {
    let loader = ConfigurationLoader(
      environment: environment, files: MemoryFiles(["hephaestus.yaml": file]))
    let isJSON = flags.contains("--json")
    switch words.first {
    case "explain":
      let result = load(loader, .explain)
      let text = result.layers == nil ? "" : try explained(result, isJSON)
      return result.diagnostics.map { $0.headline + "\n" }.joined() + text
    case "env":
      let isForPrograms = flags.contains("--to-gateway")
      let result = load(loader, isForPrograms ? .explain : .filesAlone)
      let export = isForPrograms ? EnvironmentExport(toGateway: result) : EnvironmentExport(profile: result)
      return isJSON ? export.json : export.text
    case "diff":
      let found = loader.difference(configPath: nil, words[1], words[2])
      let text = isJSON ? found.difference?.json : found.difference?.text
      return found.diagnostics.map { $0.headline + "\n" }.joined() + (text ?? "")
    case "profiles":
      let list = loader.profiles(configPath: nil, profile: profile)
      return list.diagnostics.map { $0.headline + "\n" }.joined() + (isJSON ? list.json : list.text)
    default:
      Issue.record("no command \(words)")
      return "\n"
    }
  }

  private func load(_ loader: ConfigurationLoader, _ mode: LoadMode) -> LoadResult {
    loader.load(configPath: nil, profile: profile, overrides: overrides, mode: mode)
  }

  private func explained(_ result: LoadResult, _ isJSON: Bool) throws -> String {
    let all = flags.contains("--all")
    guard words.count > 1 else {
      let explanation = Explanation(result)
      return isJSON ? explanation.json(withOverridden: all) : explanation.file(withOverridden: all)
    }
    do {
      switch try PathExplanation(words[1], in: result) {
      case .section(let part):
        return isJSON ? part.json(withOverridden: all) : part.section(withOverridden: all)
      case .setting(let setting): return isJSON ? setting.json : setting.text
      }
    } catch {
      return "error: \(error)\n"
    }
  }
}
