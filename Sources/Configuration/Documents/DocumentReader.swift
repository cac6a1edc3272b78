internal import YAMLTree

/// Reads the top level of one file: `version`, `include`, `bundles` and `profiles`.
struct DocumentReader {
  /// The included files need no `version` of their own.
  var isIncluded: Bool
  private(set) var fragments: [Fragment] = []
  private(set) var includes: [Fragment.Mention] = []
  /// Levels of rules for findings in this file.
  private(set) var lint: [DiagnosticCode: LintLevel] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  private static let keys = ["version", "include", "bundles", "profiles", "lint"]

  init(isIncluded: Bool) { self.isIncluded = isIncluded }

  mutating func read(_ document: YAMLDocument, file: String) {
    diagnostics += document.faults.map { Diagnostic($0) }
    if let failure = document.failure {
      diagnostics.append(Diagnostic(failure))
      return
    }
    guard let root = document.root, !root.isNull else { return missingVersion(in: file) }
    guard case .mapping(let entries) = root.content else {
      report(.wrongType, "the file must be a mapping with `version: 1`, not \(root.kindName)", at: root.range)
      return
    }
    if !isIncluded, !entries.contains(where: { $0.key == "version" }) {
      missingVersion(in: file, before: entries.first, of: root)
    }
    for entry in entries { read(entry, among: entries) }
  }

  private mutating func read(_ entry: YAMLEntry, among entries: [YAMLEntry]) {
    switch entry.key {
    case "version": readVersion(entry.value)
    case "include": includes = mentions(in: entry.value, of: "`include`")
    case "lint": readLint(entry)
    case "bundles": readFragments(entry.value, of: "bundles") { .bundle($0) }
    case "profiles": readFragments(entry.value, of: "profiles") { .profile($0) }
    default:
      if Schema.current.sections.contains(entry.key) {
        report(
          .unknownKey,
          "`\(entry.key)` belongs in a profile or bundle, such as `profiles: { default: { … } }`",
          at: entry.keyRange)
      } else {
        let certain = Suggestion.certain(for: entry.key, among: Self.keys)
        let isFree = !entries.contains { $0.key == certain }
        diagnostics.append(
          Diagnostic(
            .error, .unknownKey, "there is no `\(entry.key.shown)` at the top of a file", at: entry.keyRange,
            suggestion: Suggestion.nearest(to: entry.key, among: Self.keys),
            fix: isFree ? certain.flatMap { Mending.rename(entry, to: $0) } : nil))
      }
    }
  }

  private mutating func missingVersion(
    in file: String, before first: YAMLEntry? = nil, of root: YAMLNode? = nil
  ) {
    let start = SourcePosition(line: 1, column: 1)
    var finding = Diagnostic(
      .error, .version, "`version: 1` is missing", at: SourceRange(file: file, start: start, end: start))
    // In front of the first key, which in a file that is one big `{ }` is not where the mapping begins.
    if var place = root?.range, first?.keyRange.start == place.start {
      place.end = place.start
      let indentation = String(repeating: " ", count: place.start.column - 1)
      finding.fix = Fix(replacing: place, with: "version: 1\n" + indentation)
    }
    diagnostics.append(finding)
  }

  private mutating func readVersion(_ node: YAMLNode) {
    if case .scalar(let scalar) = node.content, scalar.text == "1" { return }
    report(.version, "`version` must be `1`, the only one there is", at: node.range)
  }

  /// The same section as in a profile, for a whole file.
  private mutating func readLint(_ entry: YAMLEntry) {
    var decoder = FragmentDecoder(references: References(machine: nil)) { .file($0, .profile("")) }
    decoder.decode([entry])
    diagnostics += decoder.diagnostics
    var settings = ResolvedSettings()
    settings.apply(decoder.assignments)
    lint = settings.draft().configuration.lint
  }

  private mutating func readFragments(
    _ node: YAMLNode, of key: String, _ kind: (String) -> Origin.Fragment
  ) {
    if node.isNull { return }
    guard case .mapping(let entries) = node.content else {
      report(.wrongType, "`\(key)` must be a mapping of names, not \(node.kindName)", at: node.range)
      return
    }
    for entry in entries {
      guard NameRule.isName(entry.key) else {
        report(.wrongType, "a name in `\(key)` must be \(NameRule.expectation)", at: entry.keyRange)
        continue
      }
      readFragment(kind(entry.key), entry)
    }
  }

  private mutating func readFragment(_ kind: Origin.Fragment, _ entry: YAMLEntry) {
    var fragment = Fragment(
      kind: kind, range: entry.keyRange, body: entry.keyRange.upTo(entry.value.range.end))
    defer { fragments.append(fragment) }
    if entry.value.isNull { return }
    guard case .mapping(let settings) = entry.value.content else {
      report(
        .wrongType, "\(kind) must be a mapping of settings, not \(entry.value.kindName)",
        at: entry.value.range)
      return
    }
    for setting in settings {
      switch (setting.key, kind) {
      case ("bundles", _): fragment.bundles = mentions(in: setting.value, of: "`bundles`")
      case ("extends", .profile): fragment.extends = extended(setting.value)
      default: fragment.settings.append(setting)
      }
    }
  }

  private mutating func extended(_ node: YAMLNode) -> Fragment.Mention? {
    if node.isNull { return nil }
    guard case .scalar(let scalar) = node.content else {
      report(.wrongType, "`extends` must be the name of one profile, not \(node.kindName)", at: node.range)
      return nil
    }
    return Fragment.Mention(name: scalar.text, range: node.range)
  }

  /// A list of names; a single name is taken as a list of one.
  private mutating func mentions(in node: YAMLNode, of key: String) -> [Fragment.Mention] {
    if node.isNull { return [] }
    guard case .sequence(let elements) = node.content else {
      var meant: [Fragment.Mention] = []
      if case .scalar(let scalar) = node.content {
        // So that a bundle that is meant is not called unused as well.
        if key == "`bundles`" { meant = [Fragment.Mention(name: scalar.text, range: node.range)] }
        diagnostics.append(
          Diagnostic(
            .error, .wrongType, "\(key) must be a list", at: node.range,
            suggestion: "[\(scalar.text.shown)]", fix: Mending.list(scalar, at: node.range)))
      } else {
        report(.wrongType, "\(key) must be a list, not \(node.kindName)", at: node.range)
      }
      return meant
    }
    var found: [Fragment.Mention] = []
    for element in elements {
      if case .scalar(let scalar) = element.content, !element.isNull, !scalar.text.isEmpty {
        found.append(Fragment.Mention(name: scalar.text, range: element.range))
      } else {
        report(.wrongType, "\(key) must hold names, not \(element.kindName)", at: element.range)
      }
    }
    return found
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, suggestion: String? = nil
  ) {
    diagnostics.append(Diagnostic(.error, code, message, at: range, suggestion: suggestion))
  }
}

/// What bundles, profiles and targets may be called.
enum NameRule {
  static let expectation = "1 to 64 letters, digits, `-` or `_`"
  /// What `isName` accepts, as an ECMA-262 regular expression without anchors.
  static let pattern = "[A-Za-z0-9_-]{1,64}"

  static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0)
          || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
      }
  }
}

extension Origin.Fragment: CustomStringConvertible {
  package var description: String {
    switch self {
    case .bundle(let name): "the bundle `\(name)`"
    case .profile(let name): "the profile `\(name)`"
    }
  }
}
