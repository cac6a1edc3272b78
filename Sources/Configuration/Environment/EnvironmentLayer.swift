/// What the environment variables say, with the rules of the OpenTelemetry specification except that a
/// bad value is an error: a gateway that falls back to another sampler costs somebody money.
struct EnvironmentLayer {
  /// Variables name no target; theirs is this one.
  static let targetName = "default"

  private(set) var assignments: [Assignment] = []
  private(set) var diagnostics: [Diagnostic] = []
  private let environment: [String: String]

  /// - Parameter environment: An empty value is the same as none.
  init(_ environment: [String: String]) {
    self.environment = environment.compactMapValues { value in
      let value = value.trimmed
      return value.isEmpty ? nil : String(value)
    }
    for setting in Schema.current.settings { read(setting) }
    for variable in EnvironmentNames.insecure { _ = boolean(variable) }
    readDisabled()
  }

  private mutating func read(_ setting: Setting) {
    guard let variable = setting.environment, let written = environment[variable] else { return }
    let path = SettingPath(setting.pattern.map { $0 == Setting.freeName ? Self.targetName : $0 })
    do throws(ValueProblem) {
      // What is not UTF-8 was given to this program with this character in its place.
      if written.contains("\u{FFFD}") { throw ValueProblem(hint: "it is not UTF-8") }
      for pair in try setting.decodeEnvironment(withScheme(written, variable)) {
        if setting.pattern == ["service", "attributes"], pair.key == "service.name" {
          try nameService(pair.value.text, variable)
        } else {
          assign(
            pair.value, at: pair.key.map(path.appending) ?? path, written, variable, setting.isSensitive)
        }
      }
    } catch {
      let isShown = setting.shape == .value && !setting.isSensitive
      let words = ProblemWords(
        subject: variable, expectation: setting.environmentExpectation, found: isShown ? written : nil,
        isSecret: setting.isSensitive)
      diagnostics.append(words.diagnostic(error, code: .environment, at: nil, path: path))
    }
  }

  private mutating func assign(
    _ value: DecodedValue, at path: SettingPath, _ written: String, _ variable: String, _ isSecret: Bool
  ) {
    var value = value
    let isHidden = isSecret || Credentials.isName(path.components.last ?? "")
    let shown = isHidden ? Assignment.hidden : Credentials.maskedURL(value.text)
    let isMasked = shown != value.text
    let source = GatewayConfiguration.Secret(value.text)
    value.text = shown
    assignments.append(
      Assignment(
        path: path, value: .decoded(value), written: isMasked ? Assignment.hidden : written,
        scalars: [ScalarText(ReferenceScan.escaped(shown), isPlain: false)], isMasked: isMasked,
        source: source, isSecret: isMasked, origin: .environment(variable)))
  }

  /// `OTEL_SERVICE_NAME` beats the `service.name` of `OTEL_RESOURCE_ATTRIBUTES`, where an empty one is none.
  private mutating func nameService(_ name: String, _ variable: String) throws(ValueProblem) {
    let path = SettingPath(["service", "name"])
    let setting = Schema.current.settings.first { $0.pattern == path.components }
    guard !name.isEmpty, let setting else { return }
    let value: DecodedValue
    do {
      value = try setting.decode([ScalarText(name)])
    } catch {
      throw ValueProblem(error.code, hint: "its service.name must be \(setting.expectation)")
    }
    guard !assignments.contains(where: { $0.path == path && $0.origin != .environment(variable) }) else {
      return
    }
    assign(value, at: path, name, variable, false)
  }

  /// `OTEL_SDK_DISABLED=true` is the same as not enabled, whatever else says it is.
  private mutating func readDisabled() {
    guard let isDisabled = boolean("OTEL_SDK_DISABLED"), isDisabled else { return }
    let setting = Schema.current.settings.first { $0.pattern == ["enabled"] }
    guard let value = try? setting?.decode([ScalarText("false")]) else { return }
    assign(value, at: SettingPath(["enabled"]), "true", "OTEL_SDK_DISABLED", false)
  }

  private mutating func boolean(_ variable: String) -> Bool? {
    guard let text = environment[variable] else { return nil }
    let type = ValueType<Bool>.boolean
    do {
      return try type.decodeEnvironment(ScalarText(text))
    } catch {
      let words = ProblemWords(
        subject: variable, expectation: type.environmentExpectation, found: text, isSecret: false)
      let finding = words.diagnostic(error, code: .environment, at: nil, path: nil)
      if !diagnostics.contains(finding) { diagnostics.append(finding) }
      return nil
    }
  }

  /// gRPC endpoints may be `host:port` without a scheme; `…_INSECURE` says which one is meant then.
  private mutating func withScheme(_ text: String, _ variable: String) -> String {
    let general = "OTEL_EXPORTER_OTLP_"
    guard variable.hasPrefix(general), variable.hasSuffix("ENDPOINT") else { return text }
    let own = String(variable.dropLast("ENDPOINT".count))
    let insecure = boolean(own + "INSECURE") ?? boolean(general + "INSECURE") ?? false
    let transport = environment[own + "PROTOCOL"] ?? environment[general + "PROTOCOL"]
    let hasScheme = text.contains("://") || ["file:", "console:", "discard:"].contains { text.hasPrefix($0) }
    guard transport?.lowercased() == "grpc", !hasScheme else { return text }
    return (insecure ? "grpc://" : "grpcs://") + text
  }
}

extension EnvironmentLayer {
  /// Takes out what tells the programs around this gateway to send here: an endpoint that is one of its
  /// own receivers, with the options that belong to it.
  mutating func dropOwnReceivers(_ receivers: OwnReceivers) {
    var layer = ResolvedSettings()
    layer.apply(assignments)
    guard let target = layer.draft().targets[Self.targetName] else { return }
    let signals = GatewayConfiguration.SignalName.allCases
    let isOwn = target.options.endpoint.map(receivers.own) ?? nil
    let remote = signals.filter { signal in
      target.perSignal[signal]?.endpoint.map { receivers.own($0) == nil } ?? false
    }
    var dropped: [String] = []
    for signal in signals where !remote.contains(signal) {
      let hasOwn = target.perSignal[signal]?.endpoint != nil
      if hasOwn || isOwn != nil { drop(below: [signal.rawValue], &dropped) }
    }
    if isOwn != nil { drop(below: remote.isEmpty ? [] : ["endpoint"], &dropped) }
    guard let first = dropped.first else { return }
    let place =
      isOwn ?? signals.lazy.compactMap { target.perSignal[$0]?.endpoint.flatMap(receivers.own) }.first
    diagnostics.append(
      Diagnostic(
        .warning, .ignoredVariable,
        "\(dropped.dropFirst().reduce(first) { "\($0), \($1)" }) named this gateway's own receiver"
          + (place.map { " (\(ValueType.hostPort.format($0)))" } ?? "")
          + ": it is where programs send to, and no target"))
  }

  /// Removes assignments of the target; `dropped` gets the endpoint variables among them.
  private mutating func drop(below components: [String], _ dropped: inout [String]) {
    let prefix = SettingPath(["targets", Self.targetName] + components)
    for assignment in assignments where assignment.path.hasPrefix(prefix) {
      guard case .environment(let variable) = assignment.origin, variable.hasSuffix("ENDPOINT") else {
        continue
      }
      if !Self.isOfSignal(assignment.path, prefix) { dropped.append(variable) }
    }
    assignments.removeAll { $0.path.hasPrefix(prefix) && !Self.isOfSignal($0.path, prefix) }
  }

  /// With the general options goes nothing of a signal: those were dropped by themselves before.
  private static func isOfSignal(_ path: SettingPath, _ prefix: SettingPath) -> Bool {
    prefix.components.count == 2 && path.components.count > 2
      && GatewayConfiguration.SignalName(rawValue: path.components[2]) != nil
  }
}
