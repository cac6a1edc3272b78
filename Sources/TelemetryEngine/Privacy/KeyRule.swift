/// What a privacy mode does with an attribute, decided by its key alone.
enum KeyRule: UInt8, Sendable {
  /// The value stays, less what the detectors find in it.
  case scan
  /// The key says that the value is a credential.
  case credential
  /// The key says that the value names a person.
  case userID
  /// The value is prose with personal parts: it becomes a template.
  case template
  /// The value is a database statement: its literals go.
  case statement
  /// The mode lets only listed keys through, and this is none.
  case notAllowed

  /// How the value's texts are treated when the value stays.
  var style: TextStyle {
    switch self {
    case .template: .prose
    case .statement: .statement
    default: .plain
    }
  }

  /// What a replacement of the whole value counts as.
  var privacyRule: PrivacyRule {
    switch self {
    case .credential: .credentialKey
    case .userID: .userID
    default: .notAllowed
    }
  }
}

/// Decides by key. Pure; the engine remembers the answers, so this may be thorough.
struct KeyClassifier: Sendable {
  let mode: PrivacyMode

  func rule(for key: String) -> KeyRule {
    let lower = key.lowercased()
    if CredentialKeys.contains(lower) { return .credential }
    switch mode {
    case .minimal: return .scan
    case .balanced:
      if PersonalKeys.userIDs.contains(lower) { return .userID }
      if PersonalKeys.isStatement(lower) { return .statement }
      return .scan
    case .strict:
      if PersonalKeys.prose.contains(lower) { return .template }
      return AllowedKeys.contains(lower) ? .scan : .notAllowed
    }
  }
}

/// Keys whose values are credentials in any mode.
enum CredentialKeys {
  private static let words: Set<String> = [
    "password", "passwd", "pwd", "passphrase", "secret", "secrets", "authorization", "cookie",
    "cookies", "credential", "credentials", "apikey", "bearer",
  ]
  private static let pairs: Set<String> = [
    "api key", "access key", "private key", "secret key", "signing key", "encryption key",
    "set cookie",
  ]
  private static let squeezed = [
    "password", "passwd", "apikey", "accesstoken", "authtoken", "refreshtoken", "sessiontoken",
    "secretkey", "privatekey", "clientsecret", "accesskey",
  ]

  static func contains(_ lowercasedKey: String) -> Bool {
    let segments = lowercasedKey.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    if segments.contains(where: words.contains) { return true }
    // `auth_token` is one, `input_tokens` and `token.type` are not.
    if segments.last == "token" { return true }
    for (first, second) in zip(segments, segments.dropFirst()) where pairs.contains("\(first) \(second)") {
      return true
    }
    let joined = segments.joined()
    return squeezed.contains { joined.contains($0) }
  }
}

/// Keys about people, and texts that quote them.
enum PersonalKeys {
  static let userIDs: Set<String> = [
    "enduser.id", "user.id", "user.name", "user.email", "user.full_name", "process.owner",
    "db.user", "user", "username", "login",
  ]
  static let prose: Set<String> = ["exception.message", "exception.stacktrace", "error.message", "message"]

  static func isStatement(_ lowercasedKey: String) -> Bool {
    lowercasedKey == "db.statement" || lowercasedKey == "db.query.text"
      || lowercasedKey.hasPrefix("db.query.parameter.")
  }
}

/// Keys that `strict` lets through: low in cardinality and about programs, not people.
enum AllowedKeys {
  private static let keys: Set<String> = [
    // The toolkit's own.
    "plugin", "version", "category", "operation.plugin", "operation.version",
    "operation.category", "command.name", "command", "exit_code", "duration", "duration_ms",
    "success", "retry", "status",
    "hephaestus.guard_rails", "profile", "gate", "result",
    // Resources.
    "service.name", "service.namespace", "service.version", "service.instance.id",
    "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version",
    "telemetry.distro.name", "telemetry.distro.version", "deployment.environment",
    "deployment.environment.name", "process.runtime.name", "process.runtime.version",
    "process.pid", "os.type", "os.version", "host.arch", "cloud.provider", "cloud.region",
    "cloud.availability_zone", "cloud.platform", "container.runtime", "k8s.namespace.name",
    "k8s.deployment.name", "k8s.cluster.name", "faas.name", "faas.version",
    // Operations.
    "http.request.method", "http.response.status_code", "http.route", "http.method",
    "http.status_code", "http.scheme", "http.flavor", "url.scheme", "server.port",
    "network.protocol.name", "network.protocol.version", "network.transport", "network.type",
    "rpc.system", "rpc.service", "rpc.method", "rpc.grpc.status_code", "db.system",
    "db.system.name", "db.operation", "db.operation.name", "db.collection.name", "db.namespace",
    "messaging.system", "messaging.operation", "messaging.operation.name",
    "messaging.operation.type", "messaging.destination.name", "error.type", "exception.type",
    "exception.escaped", "otel.status_code", "otel.scope.name", "otel.scope.version",
    "event.name", "event.domain", "code.function", "code.function.name", "code.namespace",
    "code.line.number", "code.lineno", "thread.id", "thread.name", "log.iostream", "level",
    "process.exit.code", "gen_ai.system", "gen_ai.operation.name", "gen_ai.request.model",
    "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "feature_flag.key",
    "feature_flag.variant",
  ]

  static func contains(_ lowercasedKey: String) -> Bool { keys.contains(lowercasedKey) }
}
