/// The PEM files that one `tls` section names.
struct TLSFiles {
  struct File: Equatable {
    var path: SettingPath
    var name: String
  }

  /// The own certificate with its chain, and its key.
  var chain: File?
  var key: File?
  /// Who is trusted.
  var authorities: File?

  /// Those of the listeners, and of the targets with these names.
  static func all(_ draft: ConfigurationDraft, targets names: some Sequence<String>) -> [Self] {
    let listeners = [
      listener(["receivers", "otlp", "grpc", "tls"], draft.configuration.receivers.grpcTLS),
      listener(["receivers", "otlp", "http", "tls"], draft.configuration.receivers.httpTLS),
      listener(["prometheus", "tls"], draft.configuration.prometheus.tls),
    ]
    return listeners
      + names.sorted().flatMap { name in draft.targets[name].map { target(name, $0) } ?? [] }
  }

  private static func listener(_ section: [String], _ tls: GatewayConfiguration.ListenerTLS) -> Self {
    Self(
      chain: file(section, "cert_file", tls.certFile), key: file(section, "key_file", tls.keyFile),
      authorities: file(section, "client_ca_file", tls.clientCAFile))
  }

  private static func target(_ name: String, _ draft: TargetDraft) -> [Self] {
    let general = options(["targets", name, "tls"], draft.options)
    return [general]
      + GatewayConfiguration.SignalName.allCases.map { signal in
        var own = options(["targets", name, signal.rawValue, "tls"], draft[signal])
        // A signal's own option wins over the target's, each by itself.
        if own.chain != nil || own.key != nil {
          own.chain = own.chain ?? general.chain
          own.key = own.key ?? general.key
        }
        return own
      }
  }

  private static func options(_ section: [String], _ options: TargetOptions) -> Self {
    Self(
      chain: file(section, "cert_file", options.certFile), key: file(section, "key_file", options.keyFile),
      authorities: file(section, "ca_file", options.caFile))
  }

  private static func file(_ section: [String], _ setting: String, _ name: String?) -> File? {
    name.map { File(path: SettingPath(section + [setting]), name: $0) }
  }
}
