internal import PrivacyCatalogue
internal import YAMLTree

/// Where a profile takes less than its privacy mode promises: by own rules, or by the mode of one signal.
/// Judged on all layers together, as the gateway will.
struct PrivacyHoles {
  struct Hole: Sendable {
    var path: SettingPath
    /// Of the entry, or of the mode; nil if it stands in no file.
    var place: SourceRange?
    /// One sentence without its end.
    var message: String
  }

  private let settings: ResolvedSettings
  private let privacy: GatewayConfiguration.Privacy
  private let faulty: FaultyPaths
  private let memo: MergeMemo

  init(
    _ settings: ResolvedSettings, _ privacy: GatewayConfiguration.Privacy, _ faulty: FaultyPaths,
    _ memo: MergeMemo
  ) {
    self.memo = memo
    self.settings = settings
    self.privacy = privacy
    self.faulty = faulty
  }

  /// Nil where it is not known whether holes are meant.
  var isOverriding: Bool? { isOpen(SettingPath(["privacy", "override"])) ? nil : privacy.override }

  /// In the order in which the settings are declared.
  var all: [Hole] {
    guard !isOpen(Self.mode(nil)) else { return [] }
    return GatewayConfiguration.SignalName.allCases.compactMap(weakerMode) + weakerEntries
  }

  /// What to say of them where they are not meant.
  var errors: [Diagnostic] {
    all.map { hole in
      let end = hole.path.components.last == "mode" ? "choose another mode" : "remove the entry"
      return Diagnostic(
        .error, .weakerRule, "\(hole.message); \(end), or write `override: true` under `privacy`",
        at: hole.place, path: hole.path)
    }
  }

  private static func mode(_ signal: GatewayConfiguration.SignalName?) -> SettingPath {
    SettingPath(["privacy"] + (signal.map { [$0.rawValue] } ?? []) + ["mode"])
  }

  private func isOpen(_ path: SettingPath) -> Bool {
    if faulty.contains(path) { return true }
    if case .unknown? = settings.assignment(at: path)?.value { return true }
    return false
  }

  private func weakerMode(_ signal: GatewayConfiguration.SignalName) -> Hole? {
    let path = Self.mode(signal)
    guard let mode = privacy.perSignal[signal]?.mode, mode.isWeaker(than: privacy.mode), !isOpen(path) else {
      return nil
    }
    let assignment = settings.assignment(at: path)
    return Hole(
      path: path, place: assignment?.place,
      message:
        "\(assignment?.subject ?? "`\(path)`") is `\(mode.rawValue)`, weaker than `privacy.mode`, which is "
        + "`\(privacy.mode.rawValue)`")
  }

  /// A list for all signals is judged by the mode of each that has none of its own.
  private var weakerEntries: [Hole] {
    var seen: Set<String> = []
    var holes: [Hole] = []
    for list in OwnKeyRules.List.allCases where list != .drop {
      for signal in GatewayConfiguration.SignalName.allCases where !isOpen(Self.mode(signal)) {
        let own = privacy.perSignal[signal]
        let path = SettingPath(["privacy"] + (own?[list] == nil ? [] : [signal.rawValue]) + [list.rawValue])
        guard !isOpen(path) else { continue }
        let (entries, mode) = (own?[list] ?? privacy[list], own?.mode ?? privacy.mode)
        let whose = own?.mode == nil ? "`\(mode.rawValue)`" : "`\(Self.mode(signal))`, `\(mode.rawValue)`,"
        for (index, entry) in entries.enumerated() where isHole(list, entry, mode) {
          guard seen.insert("\(path).\(index)").inserted else { continue }
          let assignment = settings.assignment(at: path)
          holes.append(
            Hole(
              path: path, place: assignment?.place(ofElement: index),
              message: "\(assignment?.subject ?? "`\(path)`") \(list.verb(entry)), where \(whose) "
                + Self.deed(of: mode, entry)))
        }
      }
    }
    return holes
  }

  /// Where holes are meant, an entry for all keys below a prefix is one for those that name a person or a
  /// credential too. Where they are not, it yields to the mode there, and is none.
  private func isHole(_ list: OwnKeyRules.List, _ entry: String, _ mode: PrivacyMode) -> Bool {
    let takesLess = list == .allow || list == .hash
    return memo.isWeaker(list, entry, than: mode)
      || privacy.override && takesLess && entry.hasSuffix(".*")
  }

  /// What the mode does itself.
  private static func deed(of mode: PrivacyMode, _ entry: String) -> String {
    let isPrefix = entry.hasSuffix(".*")
    let key = isPrefix ? entry.dropLast() + "x" : entry
    switch KeyPolicy(mode: mode).decision(for: key) {
    case .notAllowed, .ownDrop: return "leaves the attribute out"
    case .credential: return "replaces the value as a credential"
    case .literal, .ownRedact: return "replaces the value"
    case .userID, .ownHash: return "puts a pseudonym in its place"
    case .template, .statement, .query, .phone: return "takes parts of the value out"
    case .scan, .version: return "takes more of some of them"
    }
  }
}

extension OwnKeyRules.List {
  fileprivate func verb(_ entry: String) -> String {
    switch self {
    case .allow: "lets `\(entry.shown)` through"
    case .redact: "only replaces the value of `\(entry.shown)`"
    case .hash: "only puts a pseudonym in the place of `\(entry.shown)`"
    case .drop: "leaves `\(entry.shown)` out"
    }
  }
}

extension PrivacyMode {
  fileprivate func isWeaker(than other: PrivacyMode) -> Bool {
    // Declared from the strongest on.
    let all = PrivacyMode.allCases
    return (all.firstIndex(of: self) ?? 0) > (all.firstIndex(of: other) ?? 0)
  }
}

extension Assignment {
  /// Where one element of a list stands; the list's own place if that is not known.
  func place(ofElement index: Int) -> SourceRange? {
    guard let place else { return nil }
    return elements.indices.contains(index) ? elements[index] : place
  }
}
