/// Keys that `strict` lets through: low in cardinality and about programs, not people.
enum AllowedKeys {
  private static let keys: Set<String> = [
    // The toolkit's own.
    "plugin", "version", "category", "operation.plugin", "operation.version",
    "operation.category", "command.name", "command", "exit_code", "duration", "duration_ms",
    "success", "retry", "status", "prometheus.type",
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
