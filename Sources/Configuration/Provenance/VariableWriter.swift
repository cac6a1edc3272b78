/// Writes settings as the variables that set them.
struct VariableWriter {
  private let values: [Provenance]
  private let target: TargetChoice

  init(_ values: [Provenance], target: TargetChoice) {
    self.values = values
    self.target = target
  }

  /// The lines for one variable; none where the profile says nothing of it and the guide neither.
  func lines(for setting: Setting, _ name: String, isOfGuide: Bool) -> [EnvironmentExport.Line] {
    guard let path = path(of: setting) else {
      return isOfGuide ? [.comment("\(name) is left out: \(target.reason)")] : []
    }
    if setting.shape == .map { return map(setting, name, path) }
    if let implied = target.impliedProtocol(at: path) { return variable(name, implied.rawValue) }
    guard let value = values.first(where: { $0.path == path }), let first = value.steps.first else {
      return isOfGuide ? [.comment("\(name) is left out: \(path) is not set")] : []
    }
    guard isOfGuide || first.assignment != nil && !first.isReset else { return [] }
    if first.isMasked { return [leftOut(name, value)] }
    if case .unknown? = first.assignment?.value { return reference(first, setting, name, value) }
    return literal(value, setting, name)
  }

  /// What no variable says.
  var unsaid: [String] {
    let others = values.filter { value in
      guard let setting = value.setting, let first = value.steps.first else { return false }
      let isSet = first.assignment != nil && !first.isReset
      return isSet && path(of: setting) != nil && setting.pattern.first != "lint" && !hasVariable(setting)
    }
    return target.notes
      + others.map { "No variable says: \($0.path): \($0.value.yaml($0.setting?.kind)) (\($0.origin))" }
  }

  private func hasVariable(_ setting: Setting) -> Bool {
    Schema.current.settings.contains { $0.pattern == setting.pattern && $0.environment != nil }
  }

  /// Nil for a setting of a target where none is chosen.
  private func path(of setting: Setting) -> SettingPath? {
    guard setting.pattern.first == "targets" else { return SettingPath(setting.pattern) }
    return target.name.map { name in
      SettingPath(setting.pattern.map { $0 == Setting.freeName ? name : $0 })
    }
  }

  private func leftOut(_ name: String, _ value: Provenance) -> EnvironmentExport.Line {
    let place = value.steps.first?.origin ?? ""
    return .comment(
      "\(name) is left out: \(value.path) is a credential written out in \(place); refer to it with ${env:NAME}"
    )
  }

  private func reference(
    _ step: Provenance.Step, _ setting: Setting, _ name: String, _ value: Provenance
  ) -> [EnvironmentExport.Line] {
    // A file has a unit where the variable has none.
    if case .duration = setting.kind { return [unsayable(name, value)] }
    guard case .scalar(let scalar) = step.value,
      let reference = ShellReference(scalar.text, isEncoded: false)
    else { return [unsayable(name, value)] }
    let word = EnvironmentExport.Variable(name: name, value: nil, shell: "\"\(reference.text)\"")
    return reference.guards.map(EnvironmentExport.Line.guarding) + [.variable(word)]
  }

  private func unsayable(_ name: String, _ value: Provenance) -> EnvironmentExport.Line {
    .comment("\(name) cannot say \(value.path): \(value.value.yaml(value.setting?.kind)) (\(value.origin))")
  }

  private func literal(
    _ value: Provenance, _ setting: Setting, _ name: String
  ) -> [EnvironmentExport.Line] {
    guard let decoded = decoded(value), let text = text(of: decoded, setting, value),
      setting.kind == .endpoint || isRead(text, as: decoded, setting, value.path)
    else { return [unsayable(name, value)] }
    let isOwn =
      text == GatewayConfiguration.Compression.zstd.rawValue && setting.pattern.last == "compression"
    let note = "zstd is known to this gateway; OpenTelemetry SDKs know gzip and none."
    return (isOwn ? [.comment(note)] : []) + variable(name, text)
  }

  private func variable(_ name: String, _ value: String) -> [EnvironmentExport.Line] {
    [.variable(.init(name: name, value: value, shell: ShellText.word(value)))]
  }

  private func decoded(_ value: Provenance) -> DecodedValue? {
    if let first = value.steps.first, !first.isReset, case .decoded(let decoded)? = first.assignment?.value {
      return decoded
    }
    guard case .scalar(let scalar) = value.value else { return nil }
    return try? value.setting?.decode([scalar])
  }

  private func text(of decoded: DecodedValue, _ setting: Setting, _ value: Provenance) -> String? {
    switch setting.kind {
    case .duration:
      guard let duration = try? DurationText.parse(decoded.text) else { return nil }
      let (seconds, attoseconds) = duration.components
      return String(seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    case .endpoint: return TargetChoice.endpoint(value).flatMap(Self.url)
    default: return decoded.text
    }
  }

  /// As every OpenTelemetry SDK reads it; nil for what is sent over no network.
  private static func url(_ endpoint: Endpoint) -> String? {
    guard endpoint.isNetwork else { return nil }
    guard endpoint.scheme == .grpc || endpoint.scheme == .grpcs else { return endpoint.text }
    let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
    return "\(endpoint.isTLS ? "https" : "http")://\(host):\(endpoint.port)"
  }

  /// Whether the variable gives what the file gives: not so for a microsecond, or a name in spaces.
  private func isRead(
    _ text: String, as decoded: DecodedValue, _ setting: Setting, _ path: SettingPath
  ) -> Bool {
    guard !text.isEmpty, let read = try? setting.decodeEnvironment(String(text.trimmed)).first else {
      return false
    }
    var drafts = (ConfigurationDraft(), ConfigurationDraft())
    decoded.apply(&drafts.0, path)
    read.value.apply(&drafts.1, path)
    return drafts.0 == drafts.1
  }
}

extension VariableWriter {
  private func map(_ setting: Setting, _ name: String, _ path: SettingPath) -> [EnvironmentExport.Line] {
    let pairs = values.filter { value in
      value.path.hasPrefix(path) && value.path != path && value.steps.first?.assignment != nil
    }
    if let masked = pairs.first(where: { $0.steps.first?.isMasked ?? false }) {
      return [leftOut(name, masked)]
    }
    var lines: [EnvironmentExport.Line] = []
    var (words, guards, isLiteral) = ([String](), [String](), true)
    for pair in pairs {
      let key = pair.path.components.last ?? ""
      if path.components == ["service", "attributes"], key == "service.name" {
        lines.append(.comment("\(name) cannot say \(pair.path): there it is the name of the service"))
        continue
      }
      guard case .scalar(let scalar) = pair.value, let word = ShellReference(scalar.text, isEncoded: true)
      else { continue }
      if scalar.literal == nil { isLiteral = false }
      words.append("\(PercentEncoding.encoded(key))=\(word.text)")
      guards += word.guards
    }
    guard !words.isEmpty else { return lines }
    let list = words.joined(separator: ",")
    if isLiteral { return lines + variable(name, list) }
    return lines + guards.map(EnvironmentExport.Line.guarding)
      + [.variable(.init(name: name, value: nil, shell: "\"\(list)\""))]
  }
}
