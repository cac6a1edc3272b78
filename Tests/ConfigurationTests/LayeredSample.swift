import Configuration

/// A made-up configuration in layers whose every value can be taken out again, from a seed.
struct LayeredSample: Sendable {
  struct Item: Sendable, Equatable {
    var path: [String]
    /// YAML on one line; `null` for a reset.
    var value: String
  }

  static let profile = "top"
  /// In the order in which they apply.
  static let fragments: [Origin.Fragment] = [
    .bundle("one"), .profile("base"), .bundle("two"), .bundle("three"), .profile("top"),
  ]

  var layers: [[Item]] = fragments.map { _ in [] }
  /// What references stand for.
  var variables: [String: String] = [:]
  var environment: [String: String] = [:]
  var flags: [String] = []

  var yaml: String {
    var text = "version: 1\nbundles:\n"
    for name in ["one", "two", "three"] { text += "  \(name): { \(body(.bundle(name))) }\n" }
    text += "profiles:\n  base: { bundles: [one], \(body(.profile("base"))) }\n"
    return text + "  top: { extends: base, bundles: [two, three], \(body(.profile("top"))) }\n"
  }

  private func body(_ fragment: Origin.Fragment) -> String {
    guard let index = Self.fragments.firstIndex(of: fragment) else { return "" }
    return Self.members(layers[index][...])
  }

  private static func members(_ items: ArraySlice<Item>) -> String {
    var keys: [String] = []
    for item in items where !keys.contains(item.path[0]) { keys.append(item.path[0]) }
    return keys.map { key in
      let below = items.filter { $0.path[0] == key }
      let name = JSONText.string(key).compact
      if let leaf = below.first(where: { $0.path.count == 1 }) { return "\(name): \(leaf.value)" }
      let rest = below.map { Item(path: Array($0.path.dropFirst()), value: $0.value) }
      return "\(name): { \(members(rest[...])) }"
    }.joined(separator: ", ")
  }

  func load(_ mode: LoadMode = .run) -> LoadResult {
    let loader = Self.loader(yaml, environment.merging(variables) { $1 })
    return loader.load(configPath: nil, profile: Self.profile, overrides: flags, mode: mode)
  }

  /// What a text in the place of `yaml` says, with nothing but what references stand for.
  func reloaded(_ text: String) -> LoadResult {
    Self.loader(text, variables).load(configPath: nil, profile: Self.profile, overrides: [])
  }

  private static func loader(_ text: String, _ environment: [String: String]) -> ConfigurationLoader {
    ConfigurationLoader(environment: environment, files: MemoryFiles(["hephaestus.yaml": text]))
  }

  /// Without what gave a setting its value.
  func without(_ assignment: Assignment) -> Self {
    var sample = self
    switch assignment.origin {
    case .file(_, let fragment):
      guard let index = Self.fragments.firstIndex(of: fragment) else { return self }
      sample.layers[index].removeAll { item in
        item.path == assignment.path.components
          || item.value == "null" && assignment.path.components.starts(with: item.path)
      }
    case .environment(let variable): sample.environment[variable] = nil
    case .flag(let name): sample.flags.removeAll { $0.hasPrefix("\(name)=") }
    }
    return sample
  }
}

extension LayeredSample {
  init(seed: UInt64) {
    var random = SeededGenerator(state: seed)
    for index in layers.indices {
      for _ in 0..<Int.random(in: 4...14, using: &random) { addItem(to: index, &random) }
    }
    for (name, value) in Self.variables where Bool.random(using: &random) { environment[name] = value }
    let flags = [
      "sampling.ratio=0.75", "limits.memory=128MiB", "service.attributes.k=flag: x", "targets.b.timeout=7s",
      "plugins.buckets=[1, 2]",
    ]
    self.flags = flags.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
    mend()
  }

  private static let variables = [
    "OTEL_TRACES_SAMPLER_ARG": "0.4", "OTEL_SERVICE_NAME": "12 # a", "HEPHAESTUS_PROMETHEUS_PORT": "16",
    "OTEL_EXPORTER_OTLP_TIMEOUT": "2500", "OTEL_RESOURCE_ATTRIBUTES": "k=from%20env,$${env:z}=%241",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "grpc://collector", "OTEL_EXPORTER_OTLP_COMPRESSION": "NONE",
  ]

  private mutating func addItem(to layer: Int, _ random: inout SeededGenerator) {
    guard let setting = Schema.current.settings.randomElement(using: &random) else { return }
    let target = ["default", "b"].randomElement(using: &random) ?? "b"
    var path = setting.pattern.map { $0 == "NAME" ? target : $0 }
    if setting.shape == .map {
      guard let keys = Self.keys[setting.pattern.joined(separator: ".")] else { return }
      path.append(keys.randomElement(using: &random) ?? "k")
    }
    var value = setting.isSensitive ? "\"sixteen letters.\"" : Self.value(of: setting, &random)
    if setting.isSensitive || Int.random(in: 0..<6, using: &random) == 0 {
      value = refer(to: value, isSensitive: setting.isSensitive, &random)
    }
    if Int.random(in: 0..<8, using: &random) == 0 {
      value = "null"
      if Bool.random(using: &random), path.count > 1 { path.removeLast() }
    }
    let clashes = layers[layer].contains { $0.path.starts(with: path) || path.starts(with: $0.path) }
    if !clashes { layers[layer].append(Item(path: path, value: value)) }
  }

  private static let keys: [String: [String]] = {
    let texts = ["k", "a b", "x: #", "~", "ключ", "${env:z}"]
    var keys = ["targets.NAME.headers": ["x-a", "authorization"]]
    for path in [
      "service.attributes", "sampling.keep.attributes", "sampling.by_service", "sampling.by_span_name",
    ] {
      keys[path] = texts
    }
    return keys
  }()

  /// A list stays as it is but for its first element.
  private mutating func refer(
    to value: String, isSensitive: Bool, _ random: inout SeededGenerator
  ) -> String {
    guard !value.hasPrefix("["), !value.contains("$") else { return value }
    let name = "VAR_\(variables.count)"
    variables[name] = String(value.dropFirst().dropLast())
    // The default of a credential's reference is one itself, and not printed.
    return isSensitive || Bool.random(using: &random) ? "\"${env:\(name)}\"" : "'${env:\(name):-x}'"
  }

  private static func value(of setting: Setting, _ random: inout SeededGenerator) -> String {
    let words = words(setting.kind)
    func quoted(_ text: String) -> String { JSONText.string(text).compact }
    guard setting.shape == .list || setting.elementCount != nil else {
      return quoted(words.randomElement(using: &random) ?? "x")
    }
    let some = words.filter { _ in Bool.random(using: &random) }
    return "[" + (some.isEmpty ? words : some).map(quoted).joined(separator: ", ") + "]"
  }

  private static func words(_ kind: ValueKind) -> [String] {
    switch kind {
    case .boolean: ["true", "false", "True"]
    case .ratio: ["0", "0.25", "1e-05", ".5", "1.0"]
    case .number: ["0.5", "1", "2e1"]
    case .endpoint:
      [
        "https://h:4318/p?a=b", "grpc://[::1]:14317", "file:x.jsonl", "console:", "discard:",
        "http://collector",
      ]
    case .hostPort: ["127.0.0.1:1", "[::1]:2", "localhost:0"]
    case .form: ["/x", "/metrics"]
    case .symbols: ["<gone>", "null", "[x]", "true", "***", "#"]
    case .rate: ["1000/s", "60/m", "0.5/h"]
    case .string:
      [
        "x", "/x", "1.10", "null", "a # b", "a: b", "- a", "it's \"so\" \\n", "a$$b", "é 漢", "yes", "{",
        "0x1F",
      ]
    case .integer(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
    case .size: ["1MiB", "2MB", "64KiB"]
    case .duration: ["1s", "1m30s", "250ms"]
    case .choice(let words): words
    case .word(let word, let other): [word] + Self.words(other)
    }
  }

  /// Takes out what the loader refuses: values that do not fit their setting or one another.
  private mutating func mend() {
    for _ in 0..<30 {
      let faults = load().diagnostics.filter { $0.severity == .error }
      if faults.isEmpty { return }
      // Without an endpoint nothing else of a target can stay.
      let paths = Set(
        faults.compactMap(\.path).map { path in
          path.hasSuffix(".endpoint") ? path.split(separator: ".").prefix(2).joined(separator: ".") : path
        })
      for index in layers.indices {
        layers[index].removeAll { item in
          let path = SettingPath(item.path).description
          return paths.contains { path == $0 || path.hasPrefix("\($0).") || $0.hasPrefix("\(path).") }
        }
      }
      flags.removeAll { flag in paths.contains { flag.hasPrefix($0) } }
    }
  }
}

/// The same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
