/// Keys that `strict` lets through: low in cardinality and about programs, not people.
package enum AllowedKeys {
  /// In alphabetical order.
  package static let sorted = keys.sorted()

  static func contains(_ lowercasedKey: String) -> Bool { keys.contains(lowercasedKey) }

  private static let keys = Set(toolkit + resources + operations + runtimes)

  private static let toolkit = [
    "plugin", "version", "category", "operation.plugin", "operation.version", "operation.category",
    "operation.success", "operation.retry", "command.name", "command", "exit_code", "duration", "duration_ms",
    "duration_seconds", "success", "retry", "status", "prometheus.type", "hephaestus.guard_rails", "profile",
    "gate",
    "result", "exit_signal", "max_rss_bytes", "cpu_user_seconds", "cpu_system_seconds",
  ]

  private static let resources = [
    "service.name", "service.namespace", "service.version", "service.instance.id", "service.criticality",
    "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version", "telemetry.distro.name",
    "telemetry.distro.version", "deployment.environment", "deployment.environment.name",
    "process.runtime.name",
    "process.runtime.version", "process.pid", "process.exit.code", "os.type", "os.name", "os.version",
    "host.arch",
    "host.type", "cloud.provider", "cloud.region", "cloud.availability_zone", "cloud.platform",
    "container.runtime",
    "container.runtime.name", "container.image.name", "k8s.namespace.name", "k8s.deployment.name",
    "k8s.statefulset.name", "k8s.daemonset.name", "k8s.job.name", "k8s.cronjob.name", "k8s.container.name",
    "k8s.cluster.name", "faas.name", "faas.version", "faas.trigger", "faas.coldstart",
    "faas.invoked_provider",
    "webengine.name", "webengine.version",
  ]

  private static let operations = [
    "http.request.method", "http.response.status_code", "http.route", "http.method", "http.status_code",
    "http.scheme", "http.flavor", "http.request.resend_count", "http.request.body.size",
    "http.response.body.size",
    "http.connection.state", "url.scheme", "server.port", "client.port", "network.protocol.name",
    "network.protocol.version", "network.transport", "network.type", "network.connection.type",
    "network.io.direction", "tls.protocol.name", "tls.protocol.version", "rpc.system", "rpc.system.name",
    "rpc.service", "rpc.method", "rpc.grpc.status_code", "rpc.response.status_code", "rpc.message.type",
    "db.system",
    "db.system.name", "db.operation", "db.operation.name", "db.operation.batch.size", "db.collection.name",
    "db.namespace", "db.response.status_code", "db.response.returned_rows", "db.client.connection.state",
    "messaging.system", "messaging.operation", "messaging.operation.name", "messaging.operation.type",
    "messaging.destination.name", "messaging.destination.template", "messaging.batch.message_count",
    "graphql.operation.type", "error.type", "exception.type", "exception.escaped", "otel.status_code",
    "otel.scope.name", "otel.scope.version", "event.name", "event.domain", "level", "log.iostream",
    "log.record.template", "feature_flag.key", "feature_flag.variant", "feature_flag.provider.name",
    "gen_ai.system", "gen_ai.provider.name", "gen_ai.operation.name", "gen_ai.request.model",
    "gen_ai.response.model",
    "gen_ai.token.type", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "cicd.pipeline.name",
    "cicd.pipeline.result", "cicd.pipeline.run.state", "cicd.pipeline.task.name", "cicd.pipeline.task.type",
    "cicd.worker.state", "test.case.result.status", "test.suite.run.status", "vcs.change.state",
    "vcs.provider.name",
    "vcs.ref.type",
  ]

  private static let runtimes = [
    "code.function", "code.function.name", "code.namespace", "code.line.number", "code.lineno", "thread.id",
    "thread.name", "cpu.mode", "cpu.logical_number", "system.cpu.state", "system.memory.state",
    "system.filesystem.type", "system.filesystem.state", "system.process.status", "process.cpu.state",
    "process.context_switch_type", "process.paging.fault_type", "disk.io.direction", "jvm.memory.type",
    "jvm.memory.pool.name", "jvm.gc.name", "jvm.gc.action", "jvm.thread.state", "jvm.thread.daemon",
    "go.memory.type", "cpython.gc.generation", "nodejs.eventloop.state", "v8js.gc.type",
    "v8js.heap.space.name",
    "dotnet.gc.heap.generation", "signalr.connection.status", "signalr.transport",
    "aspnetcore.routing.match_status",
    "aspnetcore.rate_limiting.result", "hw.state", "hw.type", "state", "linux.memory.slab.state",
  ]
}
