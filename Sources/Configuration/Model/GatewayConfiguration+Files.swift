extension GatewayConfiguration {
  /// A file whose contents count as part of the configuration.
  package struct NamedFile: Sendable, Hashable {
    package var setting: SettingPath
    package var path: String
  }

  /// Every TLS file that a listener or a target names, in a stable order.
  package var tlsFiles: [NamedFile] {
    let listeners = [("grpc", receivers.grpcTLS), ("http", receivers.httpTLS)].flatMap { name, tls in
      tls.files.map { NamedFile(setting: SettingPath(["receivers", "otlp", name, "tls", $0.0]), path: $0.1) }
    }
    let scrapes = prometheus.tls.files.map {
      NamedFile(setting: SettingPath(["prometheus", "tls", $0.0]), path: $0.1)
    }
    return listeners + scrapes
      + targets.sorted { $0.key < $1.key }.flatMap { name, target in
        target.tlsFiles.map { NamedFile(setting: SettingPath(["targets", name] + $0.0), path: $0.1) }
      }
  }
}

extension GatewayConfiguration.ListenerTLS {
  /// Each with the setting that names it.
  package var files: [(String, String)] {
    named([("cert_file", certFile), ("key_file", keyFile), ("client_ca_file", clientCAFile)])
  }
}

extension GatewayConfiguration.Target {
  /// Each with the setting that names it, within the target.
  package var tlsFiles: [([String], String)] {
    let own = tls.files.map { (["tls", $0.0], $0.1) }
    return own
      + GatewayConfiguration.SignalName.allCases.flatMap { signal in
        (perSignal[signal]?.tls?.files ?? []).map { ([signal.rawValue, "tls", $0.0], $0.1) }
      }
  }
}

extension GatewayConfiguration.ClientTLS {
  fileprivate var files: [(String, String)] {
    named([("ca_file", caFile), ("cert_file", certFile), ("key_file", keyFile)])
  }
}

private func named(_ files: [(String, String?)]) -> [(String, String)] {
  files.compactMap { setting, path in path.map { (setting, $0) } }
}
