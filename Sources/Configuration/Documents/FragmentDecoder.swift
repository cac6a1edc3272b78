internal import YAMLTree

/// Walks the settings of a fragment (or of one `--set`) beside the schema and gives each leaf its type.
struct FragmentDecoder {
  private let references: References
  private let schema: Schema
  private let origin: (SourceRange) -> Origin
  /// What else may stand at the top, for suggestions.
  private let otherKeys: [String]
  private(set) var assignments: [Assignment] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(
    references: References, schema: Schema = .current, otherKeys: [String] = [],
    origin: @escaping (SourceRange) -> Origin
  ) {
    self.references = references
    self.schema = schema
    self.otherKeys = otherKeys
    self.origin = origin
  }

  mutating func decode(_ entries: [YAMLEntry]) {
    section(entries, schema.root, SettingPath())
  }

  mutating func decode(_ node: YAMLNode, _ schema: SchemaNode, _ path: SettingPath) {
    if node.isNull, !path.components.isEmpty { return assign(.reset, Written(), false, path, node.range) }
    switch schema {
    case .setting(let setting): decode(node, setting, path)
    case .section, .named:
      guard case .mapping(let entries) = node.content else {
        return report(
          .wrongType, "\(subject(path, node.range)) must be a mapping, not \(node.kindName)", node.range, path
        )
      }
      if case .named = schema { named(entries, schema, path) } else { section(entries, schema, path) }
    }
  }

  private mutating func section(_ entries: [YAMLEntry], _ schema: SchemaNode, _ path: SettingPath) {
    guard case .section(let children) = schema else { return }
    for entry in entries {
      let below = path.appending(entry.key)
      if let child = children[entry.key] {
        decode(entry.value, child, below)
      } else if let renamed = self.schema.renamed(below) {
        deprecated(entry, below, renamed.path, among: entries)
        if !entries.contains(where: { below.renamingLast($0.key) == renamed.path }) {
          decode(entry.value, renamed.node, renamed.path)
        }
      } else {
        unknown(entry, children.keys + (path.components.isEmpty ? otherKeys : []), below, among: entries)
      }
    }
  }

  private mutating func unknown(
    _ entry: YAMLEntry, _ known: [String], _ path: SettingPath, among entries: [YAMLEntry]
  ) {
    let ours = Schema.ourName(of: path)
    let certain = ours ?? Suggestion.certain(for: entry.key, among: known)
    let isFree = !entries.contains { $0.key == certain }
    diagnostics.append(
      Diagnostic(
        .error, .unknownKey, "there is no setting `\(path)`", at: fileRange(entry.keyRange), path: path,
        suggestion: ours ?? Suggestion.nearest(to: entry.key, among: known),
        fix: isFree ? certain.flatMap { Mending.rename(entry, to: $0) } : nil))
  }

  private mutating func deprecated(
    _ entry: YAMLEntry, _ path: SettingPath, _ now: SettingPath, among entries: [YAMLEntry]
  ) {
    let name = now.components.last ?? ""
    let isBeside = path.renamingLast(name) == now && !entries.contains { $0.key == name }
    diagnostics.append(
      Diagnostic(
        .warning, .deprecatedKey, "`\(path)` is called `\(now)` now", at: fileRange(entry.keyRange),
        path: path,
        suggestion: name, fix: isBeside ? Mending.rename(entry, to: name) : nil))
  }

  private mutating func named(_ entries: [YAMLEntry], _ schema: SchemaNode, _ path: SettingPath) {
    guard case .named(let child) = schema else { return }
    for entry in entries {
      let below = path.appending(entry.key)
      let section = NamedSection.around(below)
      guard NameRule.isName(entry.key) else {
        report(
          .wrongType, "the name of a \(section?.noun ?? "section") must be \(NameRule.expectation)",
          entry.keyRange, below)
        continue
      }
      if case .mapping(let settings) = entry.value.content, settings.isEmpty {
        let advice = section.map { "; give it \($0.needed)" } ?? ""
        report(.conflict, "`\(below)` says nothing\(advice)", entry.value.range, below)
        continue
      }
      decode(entry.value, child, below)
    }
  }

  private mutating func decode(_ node: YAMLNode, _ setting: Setting, _ path: SettingPath) {
    switch (setting.shape, node.content) {
    case (.value, .scalar): element(node, setting, path)
    case (.list, .sequence(let elements)): list(elements, node, setting, path)
    case (.map, .mapping(let entries)): map(entries, node, setting, path)
    case (.list, .scalar(let scalar)):
      diagnostics.append(
        Diagnostic(
          .error, .wrongType, "\(subject(path, node.range)) must be \(setting.expectation)",
          at: fileRange(node.range), path: path, suggestion: "[\(scalar.text.shown)]",
          fix: Mending.list(scalar, at: node.range)))
    case (.map, _):
      report(
        .wrongType, "\(subject(path, node.range)) must be \(setting.takes), not \(node.kindName)",
        node.range, path)
    default:
      report(
        .wrongType, "\(subject(path, node.range)) must be \(setting.expectation), not \(node.kindName)",
        node.range, path)
    }
  }

  private mutating func map(
    _ entries: [YAMLEntry], _ node: YAMLNode, _ setting: Setting, _ path: SettingPath
  ) {
    if let most = setting.count?.upperBound, entries.count > most {
      return report(
        .outOfRange, "\(subject(path, node.range)) may have at most \(most) keys", node.range, path)
    }
    let element = setting.element
    var keys: Set<String> = []
    for entry in entries {
      do {
        let key = try setting.checkKey(entry.key)
        let below = path.appending(key)
        guard keys.insert(key).inserted else {
          report(.duplicateKey, "`\(below)` stands here again; case does not count", entry.keyRange, below)
          continue
        }
        if entry.value.isNull {
          assign(.reset, Written(), false, below, entry.value.range)
        } else {
          decode(entry.value, element, below)
        }
      } catch {
        let reason = error.hint ?? "it is not a key"
        diagnostics.append(
          Diagnostic(
            .error, error.code, "`\(path.appending(entry.key))` is not possible: \(reason)",
            at: fileRange(entry.keyRange), path: path, suggestion: error.suggestion,
            fix: error.isCertain ? error.suggestion.flatMap { Mending.rename(entry, to: $0) } : nil))
      }
    }
  }

  private mutating func element(_ node: YAMLNode, _ setting: Setting, _ path: SettingPath) {
    guard case .scalar(let scalar) = node.content else {
      return report(
        .wrongType, "\(subject(path, node.range)) must be \(setting.expectation), not \(node.kindName)",
        node.range, path)
    }
    guard let text = substituted(scalar, node.range, setting, path) else { return }
    let written = Written([scalar], isSensitive: isSensitive(setting, path), isList: false)
    if text.isKnownNull(scalar) { return assign(.reset, written, true, path, node.range) }
    finish([text], written, node, [node], setting, path)
  }

  private mutating func list(
    _ elements: [YAMLNode], _ node: YAMLNode, _ setting: Setting, _ path: SettingPath
  ) {
    var texts: [Substituted] = []
    for element in elements {
      guard case .scalar(let scalar) = element.content, !element.isNull else {
        return report(
          .wrongType,
          "\(subject(path, node.range)) must be \(setting.expectation), and this is "
            + (element.isNull ? "null" : element.kindName),
          element.range, path)
      }
      guard let text = substituted(scalar, element.range, setting, path) else { return }
      texts.append(text)
    }
    let scalars = elements.compactMap {
      if case .scalar(let scalar) = $0.content { scalar } else { nil }
    }
    let written = Written(scalars, isSensitive: isSensitive(setting, path), isList: true)
    finish(texts, written, node, elements, setting, path)
  }

  /// Whether what stands there is a credential, by the setting or by the key of a map that it belongs to.
  private func isSensitive(_ setting: Setting, _ path: SettingPath) -> Bool {
    setting.isSensitive || setting.mayHoldCredentials && Credentials.isName(path.components.last ?? "")
  }

  private mutating func finish(
    _ texts: [Substituted], _ written: Written, _ node: YAMLNode, _ elements: [YAMLNode],
    _ setting: Setting, _ path: SettingPath
  ) {
    let range = node.range
    let isSecret = setting.isSensitive || written.isMasked || texts.contains { $0.isSecret }
    let known = texts.compactMap(\.scalar)
    guard known.count == texts.count else { return assign(.unknown, written, isSecret, path, range) }
    do {
      var value = try setting.decode(known)
      if isSecret { value.text = Assignment.hidden }
      let isAssumed = texts.contains { $0.isAssumed }
      assign(isAssumed ? .unknown : .decoded(value), written, isSecret, path, range)
      if setting.shape == .list { assignments[assignments.count - 1].elements = elements.map(\.range) }
    } catch {
      let place = error.element.flatMap { elements.indices.contains($0) ? elements[$0] : nil } ?? node
      var range = place.range
      if let offset = error.offset, case .scalar(let scalar) = place.content {
        range = scalar.range(ofCharacter: offset, in: range)
      }
      let shown = error.element.flatMap { known.indices.contains($0) ? known[$0].text : nil }
      var words = ProblemWords(
        subject: subject(path, range), expectation: setting.expectation,
        found: shown ?? (setting.shape == .list ? nil : known.first?.text), isSecret: isSecret)
      if texts.contains(where: { $0.isAssumed }) { words.secretName = "the default in the reference" }
      var finding = words.diagnostic(error, at: fileRange(range), path: path)
      if case .scalar(let scalar) = place.content, error.isCertain, let text = finding.suggestion {
        finding.fix = Mending.replace(scalar, at: place.range, with: text, setting.kind)
      }
      diagnostics.append(finding)
    }
  }

  /// How messages call what is being decoded: a flag by its name, anything else by its path.
  private func subject(_ path: SettingPath, _ range: SourceRange) -> String {
    if case .flag = origin(range) { return "`--set \(path)`" }
    return "`\(path)`"
  }

  /// The place for a diagnostic: a flag has none.
  private func fileRange(_ range: SourceRange) -> SourceRange? {
    if case .file = origin(range) { return range }
    return nil
  }

  private mutating func substituted(
    _ scalar: YAMLScalar, _ range: SourceRange, _ setting: Setting, _ path: SettingPath
  ) -> Substituted? {
    do {
      return Substituted(try references.substitute(in: scalar.text), isPlain: scalar.style == .plain)
    } catch {
      let place = scalar.range(of: error, in: range)
      diagnostics.append(
        Diagnostic(
          .error, error.code, "\(subject(path, range)): \(error.message)", at: fileRange(place), path: path,
          suggestion: setting.isSensitive ? error.suggestion.map(Credentials.masked) : error.suggestion,
          fix: fileRange(range) == nil ? nil : Mending.source(scalar, error, at: range)))
      // What is missing here may be there elsewhere: it is a value, and nobody knows which.
      return error.code == .undefinedReference ? Substituted(.unknown, isPlain: false) : nil
    }
  }

  private mutating func assign(
    _ value: Assignment.Value, _ written: Written, _ isSecret: Bool, _ path: SettingPath,
    _ range: SourceRange
  ) {
    assignments.append(
      Assignment(
        path: path, value: value, written: written.text, scalars: written.scalars,
        isMasked: written.isMasked, source: written.source, isSecret: isSecret, origin: origin(range)))
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ range: SourceRange, _ path: SettingPath,
    suggestion: String? = nil
  ) {
    diagnostics.append(
      Diagnostic(.error, code, message, at: fileRange(range), path: path, suggestion: suggestion))
  }
}
