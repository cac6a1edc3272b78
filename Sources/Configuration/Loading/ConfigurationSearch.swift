/// Which file to read.
struct ConfigurationSearch {
  /// Looked for in this order where neither `--config` nor `HEPHAESTUS_CONFIG` names one.
  static let places = ["hephaestus.yaml", "config/hephaestus.yaml", "/etc/hephaestus/hephaestus.yaml"]

  /// Nil is the built-in file.
  let path: String?
  /// What was looked for on the way, in words.
  let tried: [String]
  /// `HEPHAESTUS_CONFIG` if that named the file.
  let variable: String?

  /// The end of a search; nil is the built-in file.
  init(found name: String?) {
    path = name
    tried = [name ?? ShippedConfiguration.name]
    variable = nil
  }

  init(configPath: String?, environment: [String: String], files: any FileReader) {
    let given = environment["HEPHAESTUS_CONFIG"] ?? ""
    let isGiven = configPath == nil && !given.trimmed.isEmpty
    variable = isGiven ? "HEPHAESTUS_CONFIG" : nil
    if let named = configPath ?? (isGiven ? given : nil) {
      path = named
      tried = [named]
      return
    }
    let found = Self.places.first { files.exists($0) }
    path = found
    tried = Array(Self.places.prefix { $0 != found }) + [found ?? ShippedConfiguration.name]
  }
}
