extension Schema {
  static let targets: [Setting] =
    options(of: nil) + GatewayConfiguration.SignalName.allCases.flatMap { options(of: $0) } + [
      .list(
        "targets.NAME.signals", of: ValueType<GatewayConfiguration.SignalName>.choice(), count: 1...100,
        expectation: "a list of `traces`, `metrics` and `logs`", defaultText: "[traces, metrics, logs]",
        "The signals that go to this target.", check: notEmpty
      ) { draft, path, value in
        draft.targets[path.components[1], default: TargetDraft()].signals = Set(value)
      },
      .target(
        "required", .boolean, defaultText: "true",
        "Whether a full queue refuses the sender (true) or drops for this target alone (false)."
      ) { $0.required = $1 },
      .target(
        "retry.initial_interval", .duration(.milliseconds(1)...hour), defaultText: "500ms",
        "The wait before the second attempt; it doubles from there, with jitter."
      ) { $0.retry.initialInterval = $1 },
      .target(
        "retry.max_interval", .duration(.milliseconds(1)...hour), defaultText: "5s",
        "The longest wait between attempts that the target did not ask for itself."
      ) { $0.retry.maxInterval = $1 },
      .target(
        "retry.give_up_after", .giveUp(.zero...day), defaultNote: "never; 300s if not required",
        "When an item that could not be delivered is dropped and counted."
      ) { $0.giveUpAfter = $1 },
      .target(
        "queue.max_size", .size(1024...(1 << 40)), defaultText: "64MiB",
        "Uncompressed bytes that may wait for this target."
      ) { $0.queue.maxSize = $1 },
      .target(
        "tls.server_name", .host, defaultNote: "the host of the endpoint",
        "The name that the certificate must hold, if not the endpoint's host."
      ) { $0.serverName = $1 },
    ]

  /// What the OTEL_EXPORTER_OTLP_ variables can set, for all signals or for one of them.
  private static func options(of signal: GatewayConfiguration.SignalName?) -> [Setting] {
    let path = signal.map { "\($0.rawValue)." } ?? ""
    let variable = "OTEL_EXPORTER_OTLP_" + (signal.map { "\($0.rawValue.uppercased())_" } ?? "")
    func option<Value>(
      _ name: String, _ type: ValueType<Value>, defaultText: String? = nil, defaultNote: String? = nil,
      environment: String,
      _ documentation: String, _ apply: @escaping @Sendable (inout TargetOptions, Value) -> Void
    ) -> Setting {
      .target(
        path + name, type, defaultText: signal == nil ? defaultText : nil,
        defaultNote: signal == nil ? defaultNote : "that of the target",
        environment: variable + environment,
        signal.map { "\(documentation) For \($0.rawValue) alone." } ?? documentation
      ) { target, value in apply(&target[signal], value) }
    }
    return [
      option(
        "endpoint", .endpoint, environment: "ENDPOINT",
        "Where to send. An HTTP URL is a base that gets `/v1/<signal>`; one for a single signal is used as it is."
      ) { $0.endpoint = $1 },
      option(
        "protocol", .choice(), defaultNote: "grpc for grpc:// and grpcs://, else http/protobuf",
        environment: "PROTOCOL", "How to encode and carry OTLP."
      ) { $0.transport = $1 },
      .map(
        "targets.NAME.\(path)headers", of: HeaderRules.value, keyPattern: HeaderRules.namePattern,
        environment: variable + "HEADERS", sensitive: true,
        environmentExpectation: "header pairs as in `name=value,name=value`, percent-encoded",
        "Headers or gRPC metadata of every request.", checkKey: HeaderRules.name
      ) { draft, path, value in
        let name = path.components.last ?? ""
        draft.targets[path.components[1], default: TargetDraft()][signal].headers[name] = value
      },
      option(
        "compression", .choice(), defaultText: "gzip", environment: "COMPRESSION",
        "How requests are compressed."
      ) { $0.compression = $1 },
      option(
        "timeout", .duration(.milliseconds(1)...hour), defaultText: "10s", environment: "TIMEOUT",
        "For one attempt."
      ) { $0.timeout = $1 },
      option(
        "tls.ca_file", pemFile, defaultNote: "the system's authorities", environment: "CERTIFICATE",
        "The certificate authorities that are trusted."
      ) { $0.caFile = $1 },
      option(
        "tls.cert_file", pemFile, environment: "CLIENT_CERTIFICATE",
        "The gateway's own certificate, with its chain."
      ) { $0.certFile = $1 },
      option(
        "tls.key_file", pemFile, environment: "CLIENT_KEY", "The key of `cert_file`."
      ) { $0.keyFile = $1 },
    ]
  }

  @Sendable private static func notEmpty(_ values: [GatewayConfiguration.SignalName]) throws(ValueProblem) {
    if values.isEmpty { throw ValueProblem(.outOfRange, hint: "an empty list would send nothing") }
  }
}
