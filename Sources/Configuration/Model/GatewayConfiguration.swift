/// A resolved profile: what the gateway runs with once bundles, profile, environment and flags are
/// merged and checked.
package struct GatewayConfiguration: Sendable, Equatable {
  /// Whether telemetry is on. Off, everything is accepted, answered with success and discarded.
  package var enabled = false
  package var service = Service()
  package var receivers = Receivers()
  package var sampling = Sampling()
  package var privacy = Privacy()
  /// Where telemetry goes, by name.
  package var targets: [String: Target] = [:]
  package var prometheus = Prometheus()
  package var plugins = Plugins()
  package var spanMetrics = SpanMetrics()
  package var delivery = Delivery()
  package var limits = Limits()
  package var admin = Admin()
  package var logging = Logging()
  /// Levels of rules for findings about this profile; the others have the level of their page.
  package var lint: [DiagnosticCode: LintLevel] = [:]

  package init() {}
}

extension GatewayConfiguration {
  package struct Service: Sendable, Equatable {
    /// `service.name` where a sender gave none, and the gateway's own.
    package var name = "hephaestus"
    /// Resource attributes where a sender gave none of that key.
    package var attributes: [String: String] = [:]
  }

  package struct Receivers: Sendable, Equatable {
    package var grpcListen = ListenAddress(host: "127.0.0.1", port: 4317)
    package var httpListen = ListenAddress(host: "127.0.0.1", port: 4318)
    package var grpcTLS = ListenerTLS()
    package var httpTLS = ListenerTLS()
    /// Bytes after decompression. Default 64 MiB, 1 KiB to 256 MiB less one byte.
    package var maxMessageSize = 64 << 20
    /// From a request's first byte to its last. Default 30 s.
    package var requestTimeout = Duration.seconds(30)
    /// After this a connection is asked to reconnect, give or take a tenth. Default 1 h.
    package var maxConnectionAge = Duration.seconds(3600)
  }

  /// TLS of a listener; without a certificate it speaks plain text. All files are PEM.
  package struct ListenerTLS: Sendable, Equatable {
    /// The listener's certificate, with its chain.
    package var certFile: String?
    package var keyFile: String?
    /// The authorities of which every client must show a certificate; nil asks for none.
    package var clientCAFile: String?
    package init() {}
  }

  /// A host (name, IPv4, IPv6 without brackets) and a port; port 0 lets the system choose.
  package struct ListenAddress: Sendable, Equatable, Hashable {
    package var host: String
    package var port: Int

    package init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// A text that is never printed: what a `${env:…}` or `${file:…}` stood for, or a credential.
  package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
  {
    package let revealed: String
    package init(_ text: String) { revealed = text }
    package var description: String { "[secret]" }
    package var debugDescription: String { "[secret]" }
    package var customMirror: Mirror { Mirror(self, children: []) }
  }

  /// What an acknowledgement to a sender promises.
  package enum DeliveryGuarantee: String, Sendable, CaseIterable {
    /// The data is in this process's queues; it is lost if the process dies.
    case memory
    case disk
    case endToEnd = "end_to_end"
  }

  package struct Delivery: Sendable, Equatable {
    /// In this version always `memory`.
    package var guarantee = DeliveryGuarantee.memory
    /// Defaults: 8,192 items, 2 MiB, 200 ms; whichever is reached first ends a batch.
    package var batchMaxItems = 8192
    package var batchMaxSize = 2 << 20
    package var batchMaxDelay = Duration.milliseconds(200)
    /// How long a stop waits for queues to empty. Default 25 s.
    package var drainTimeout = Duration.seconds(25)
  }

  package struct Limits: Sendable, Equatable {
    /// Bytes of requests being received and of queues, together. Default 512 MiB.
    package var memory = 512 << 20
    package var connections = 20_000
    package var connectionsPerAddress = 20_000
    /// Event loops; nil is one for each CPU this process may use.
    package var loops: Int?
  }

  package struct Admin: Sendable, Equatable {
    package var listen = ListenAddress(host: "127.0.0.1", port: 13133)
  }

  package enum LogLevel: String, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
  }

  package enum LogFormat: String, Sendable, CaseIterable {
    case text, json
  }

  package struct Logging: Sendable, Equatable {
    package var level = LogLevel.info
    package var format = LogFormat.text
  }
}
