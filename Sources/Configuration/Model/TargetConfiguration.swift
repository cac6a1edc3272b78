extension GatewayConfiguration {
  package enum TargetProtocol: String, Sendable, CaseIterable {
    case grpc
    case httpProtobuf = "http/protobuf"
    case httpJSON = "http/json"
  }

  package enum Compression: String, Sendable, CaseIterable {
    case gzip, zstd, none
  }

  package enum SignalName: String, Sendable, CaseIterable {
    case traces, metrics, logs
  }

  package struct Target: Sendable, Equatable {
    package var destination: Destination
    package var signals: Set<SignalName> = Set(SignalName.allCases)
    /// Names in lower case, in a stable order.
    package var headers: [Header] = []
    package var compression = Compression.gzip
    /// For one attempt. Default 10 s, 1 ms to 1 h; "no limit" in the environment is 1 h.
    package var timeout = Duration.seconds(10)
    /// Whether a full queue refuses the sender (true) or drops for this target alone (false).
    package var required = true
    package var retry = Retry()
    package var queue = Queue()
    package var tls = ClientTLS()
    /// `OTEL_EXPORTER_OTLP_TRACES_…` and its like: what differs for one signal.
    package var perSignal: [SignalName: SignalOverride] = [:]

    package init(destination: Destination) { self.destination = destination }
  }

  package struct Header: Sendable, Equatable {
    package var name: String
    package var value: Secret
    package init(name: String, value: Secret) {
      self.name = name
      self.value = value
    }
  }

  package struct SignalOverride: Sendable, Equatable {
    /// For HTTP the URL is used as it is, without `/v1/…`.
    package var destination: Destination?
    package var headers: [Header]?
    package var compression: Compression?
    package var timeout: Duration?
    package var tls: ClientTLS?
    package init() {}
  }

  package enum Destination: Sendable, Equatable {
    /// `pathIsFinal`: the path is the whole request path, not a base for `/v1/…` (HTTP only).
    case otlp(
      protocol: TargetProtocol, host: String, port: Int, tls: Bool, path: String, pathIsFinal: Bool)
    /// An absolute path, or one relative to the state directory.
    case file(path: String)
    case console
    case discard
  }

  package struct Retry: Sendable, Equatable {
    /// Default 500 ms.
    package var initialInterval = Duration.milliseconds(500)
    /// Default 5 s.
    package var maxInterval = Duration.seconds(5)
    /// Nil is never: the default for required targets; 300 s for best effort.
    package var giveUpAfter: Duration?
  }

  package struct Queue: Sendable, Equatable {
    /// Uncompressed bytes that may wait for this target, over all loops. Default 64 MiB.
    package var maxSize = 64 << 20
  }

  package struct ClientTLS: Sendable, Equatable {
    /// A PEM file; nil trusts the system's certificate authorities.
    package var caFile: String?
    package var certFile: String?
    package var keyFile: String?
    /// The name to check the certificate against; nil is the endpoint's host.
    package var serverName: String?
    package init() {}
  }
}
