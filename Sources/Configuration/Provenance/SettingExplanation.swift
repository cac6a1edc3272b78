internal import YAMLTree

/// A path that names no setting and no section.
package struct UnknownSetting: Error, Sendable, CustomStringConvertible {
  package let description: String
}

/// What there is to say about one path.
package enum PathExplanation: Sendable {
  case section(Explanation)
  case setting(SettingExplanation)

  /// - Parameters:
  ///   - path: Dotted, as `--set` takes it; `targets.NAME.…` may name a target that is not there.
  ///   - result: What was loaded.
  /// - Throws: If the path names nothing, with what was probably meant.
  package init(_ path: String, in result: LoadResult) throws(UnknownSetting) {
    let found: (node: SchemaNode, path: SettingPath)
    do throws(SettingLookup.Problem) {
      found = try SettingLookup.find(path)
    } catch {
      throw UnknownSetting(error)
    }
    if case .setting(let setting) = found.node {
      self = .setting(SettingExplanation(setting, found.path, result))
      return
    }
    let explanation = Explanation(result, below: found.path)
    if explanation.settings.isEmpty { throw UnknownSetting(nameIn: found.path, result.settings) }
    self = .section(explanation)
  }
}

extension UnknownSetting {
  fileprivate init(_ problem: SettingLookup.Problem) {
    switch problem {
    case .unknown(let path, let nearest):
      description =
        "there is no setting `\(path)`" + (nearest.map { "; did you mean `\($0)`?" } ?? "")
    case .key(let path, let problem):
      description = "`\(path)` does not take that key: \(problem.hint ?? "it is not a key")"
    }
  }

  fileprivate init(nameIn path: SettingPath, _ settings: ResolvedSettings) {
    let section = NamedSection.around(path) ?? .targets
    let names = ProvenanceCollector(settings).names(in: section)
    let name = NamedSection.around(path)?.name(in: path) ?? ""
    let nearest = Suggestion.nearest(to: name, among: names).map {
      "; did you mean `\(SettingPath(section.path + [$0]))`?"
    }
    let list = names.isEmpty ? "; there is none" : "; there is \(names.joined(separator: ", "))"
    description = "there is no \(section.noun) `\(name)`" + (nearest ?? list)
  }
}

/// One setting: the layers that speak of it, and what it is for.
package struct SettingExplanation: Sendable {
  let path: SettingPath
  let setting: Setting
  /// One; of a map each of its keys.
  let values: [Provenance]
  /// The target or pattern that the path names, if it is not there.
  let missing: (noun: String, name: String)?
  private let sources: SourceLines

  init(_ setting: Setting, _ path: SettingPath, _ result: LoadResult) {
    self.path = path
    self.setting = setting
    sources = result.sources
    let collector = ProvenanceCollector(result.settings, showsUnset: true)
    let found = collector.all.filter { $0.path == path || setting.shape == .map && $0.path.hasPrefix(path) }
    let isKey = path.components.count > setting.pattern.count
    let fallback = isKey ? nil : setting.fallback
    values = found.isEmpty ? [collector.leaf(setting, path, fallback)] : found
    missing = NamedSection.around(path).flatMap { section in
      let name = section.name(in: path)
      return collector.names(in: section).contains(name) ? nil : (section.noun, name)
    }
  }

  /// The line of the file that a step was read from.
  func line(of step: Provenance.Step) -> (number: Int, text: String)? {
    guard let place = step.assignment?.place, let text = sources.line(place.start.line, of: place.file)
    else { return nil }
    return (place.start.line, String(text.trimmed.prefix(160)).printable)
  }
}
