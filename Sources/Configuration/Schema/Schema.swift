/// Every setting there is. Adding one is one declaration here or in the extensions beside.
package struct Schema: Sendable {
  /// In the order in which they are shown.
  package let settings: [Setting]
  let root: SchemaNode

  package static let current = Schema(
    senders + sampling + privacy + prometheus + derivation + general + listenerTLS + targets + delivery + lint
  )

  /// Names that settings had in earlier versions of the format.
  let renamed: [RenamedSetting]

  package init(_ settings: [Setting], renamed: [RenamedSetting] = []) {
    self.settings = settings
    self.renamed = renamed
    root = SchemaNode.tree(of: settings)
  }

  /// The sections of a profile or bundle.
  var sections: [String] { root.keys ?? [] }

  /// The setting that has a value at a path; of a map also where the path goes on to one of its keys.
  func setting(at path: [String]) -> Setting? {
    var node = root
    for name in path {
      switch node {
      case .section(let children):
        guard let child = children[name] else { return nil }
        node = child
      case .named(let child): node = child
      case .setting(let setting): return setting.shape == .map ? setting : nil
      }
    }
    if case .setting(let setting) = node { return setting }
    return nil
  }
}

extension Schema {
  private static let senders: [Setting] = [
    .value(
      "enabled", .boolean, \.enabled, environment: "HEPHAESTUS_TELEMETRY_ENABLED",
      "Whether telemetry is on. Off, OTLP is accepted, answered with success and discarded."),
    .value(
      "service.name", .text("a name of at most 255 bytes", maxBytes: 255), \.service.name,
      environment: "OTEL_SERVICE_NAME", "`service.name` where a sender gave none, and the gateway's own."),
    .map(
      "service.attributes", of: attributeValue, keyPattern: #"[^\x00-\x1F\x7F-\x9F]+"#,
      environment: "OTEL_RESOURCE_ATTRIBUTES",
      environmentExpectation: "pairs as in `key=value,key=value`, percent-encoded",
      "Resource attributes where a sender gave none of that key.", checkKey: attributeKey
    ) { draft, path, value in draft.configuration.service.attributes[path.components.last ?? ""] = value },
    .value(
      "receivers.otlp.grpc.listen", .hostPort, \.receivers.grpcListen,
      environment: "HEPHAESTUS_OTLP_GRPC_LISTEN",
      "Where OTLP/gRPC is received. Port 0 lets the system choose."),
    .value(
      "receivers.otlp.http.listen", .hostPort, \.receivers.httpListen,
      environment: "HEPHAESTUS_OTLP_HTTP_LISTEN",
      "Where OTLP/HTTP is received. Port 0 lets the system choose."),
    .value(
      "receivers.otlp.max_message_size", .size(1024...(256 << 20) - 1), \.receivers.maxMessageSize,
      "The largest request, after decompression; a larger one is refused with 413 or RESOURCE_EXHAUSTED."),
    .value(
      "receivers.otlp.request_timeout", .duration(.milliseconds(1)...hour), \.receivers.requestTimeout,
      "From the first byte of a request to its last."),
    .value(
      "receivers.otlp.max_connection_age", .duration(.seconds(1)...day), \.receivers.maxConnectionAge,
      "After this a connection is asked to reconnect, give or take a tenth."),
  ]

  private static let general: [Setting] = [
    .value(
      "limits.memory", .size((1 << 20)...(1 << 40)), \.limits.memory,
      "Bytes of requests being received and of queues together; past it senders are asked to come back."),
    .value(
      "limits.connections", .integer(1...1_000_000), \.limits.connections,
      "Open connections to the receivers; past it new ones are closed."),
    .value(
      "limits.connections_per_address", .integer(1...1_000_000), \.limits.connectionsPerAddress,
      "Open connections from one address."),
    .value(
      "limits.loops", ValueType<Int>.integer(1...1024).optional(absent: "one for each CPU"), \.limits.loops,
      "Event loops."
    ).needingRestart(),
    .value("admin.listen", .hostPort, \.admin.listen, "Where health and status are asked for."),
    .value("logging.level", .choice(), \.logging.level, "The least severe log line that is written."),
    .value("logging.format", .choice(), \.logging.format, "Log lines for people or for programs."),
  ]

  private static let listenerTLS: [Setting] =
    tls("receivers.otlp.grpc.tls", \.receivers.grpcTLS) + tls("receivers.otlp.http.tls", \.receivers.httpTLS)

  /// The settings of a listener's TLS, in the section at `path`.
  static func tls(
    _ path: String,
    _ tls: any WritableKeyPath<GatewayConfiguration, GatewayConfiguration.ListenerTLS> & Sendable
  ) -> [Setting] {
    func file(
      _ name: String,
      _ property: any WritableKeyPath<GatewayConfiguration.ListenerTLS, String?> & Sendable,
      _ documentation: String
    ) -> Setting {
      .declare(
        "\(path).\(name)", pemFile, documentation
      ) { draft, _, value in draft.configuration[keyPath: tls][keyPath: property] = value }
    }
    return [
      file("cert_file", \.certFile, "The listener's certificate, with its chain; turns TLS on."),
      file("key_file", \.keyFile, "The key of `cert_file`."),
      file(
        "client_ca_file", \.clientCAFile,
        "The certificate authorities of which every client must show a certificate."),
    ]
  }

  static let pemFile = ValueType<String>.text("the path of a PEM file")
  static let hour = Duration.seconds(3600)
  static let day = Duration.seconds(24 * 3600)

  private static let attributeValue = ValueType<String>.text("one line of text", mayBeEmpty: true)

  @Sendable static func attributeKey(_ key: String) throws(ValueProblem) -> String {
    guard !key.isEmpty else { throw ValueProblem(hint: "the key of an attribute is empty") }
    _ = try attributeValue.decode(ScalarText(key))
    return key
  }

  @Sendable static func ascending(_ values: [Double]) throws(ValueProblem) {
    guard zip(values, values.dropFirst()).allSatisfy(<) else {
      throw ValueProblem(.outOfRange, hint: "each must be greater than the one before")
    }
  }
}
