internal import PrivacyCatalogue

extension EnvironmentExport {
  /// What a program beside this gateway needs to send to it.
  ///
  /// - Parameter result: Loaded as for `explain`: listeners are where they are on this machine.
  package init(toGateway result: LoadResult) {
    source = result.sourceDescription
    profileName = result.profileName
    let configuration = result.settings.draft().configuration
    let whose = profileName.map { " with the profile \($0)" } ?? ""
    note(
      "For programs that send to the gateway\(whose). Not for the gateway itself: variables override its profile."
    )
    if !configuration.enabled {
      note("Telemetry is off in the gateway: it accepts everything and discards it.")
    }
    add("HEPHAESTUS_TELEMETRY_ENABLED", "true")
    // Only a name that somebody chose: the programs' own are better than the default.
    _ = addWritten("OTEL_SERVICE_NAME", ["service", "name"], result.settings)
    addEndpoint(configuration.receivers, result.settings)
    addSampler(configuration.sampling)
    let privacy = "HEPHAESTUS_TELEMETRY_PRIVACY"
    if !addWritten(privacy, ["privacy", "mode"], result.settings) {
      add(privacy, configuration.privacy.mode.rawValue)
    }
    note(
      "The toolkit listens for Prometheus too. The gateway has port \(Self.port(configuration, result.settings)); 0 is any free one."
    )
    add("HEPHAESTUS_PROMETHEUS_HOST", "127.0.0.1")
    add("HEPHAESTUS_PROMETHEUS_PORT", "0")
  }

  private mutating func addSampler(_ sampling: GatewayConfiguration.Sampling) {
    if sampling.sampler == .parentBasedAlwaysOn, !sampling.assumeUnsampled {
      note(
        "OTEL_TRACES_SAMPLER is left out: the gateway keeps what programs leave, and assume_unsampled says that they sample."
      )
      return
    }
    note("The gateway samples; a program that did so too would have the ratio applied twice.")
    add("OTEL_TRACES_SAMPLER", "always_on")
  }

  /// What a layer says, references as references of the shell; false if none says anything.
  private mutating func addWritten(
    _ name: String, _ path: [String], _ settings: ResolvedSettings
  ) -> Bool {
    guard let scalar = settings.assignment(at: SettingPath(path))?.scalars.first else { return false }
    if let text = scalar.literal {
      add(name, text)
    } else if let reference = ShellReference(scalar.text, isEncoded: false) {
      add(name, references: reference)
    }
    return true
  }

  private mutating func addEndpoint(
    _ receivers: GatewayConfiguration.Receivers, _ settings: ResolvedSettings
  ) {
    let tls = ["receivers", "otlp", "http", "tls"]
    let isTLS = settings.assignment(at: SettingPath(tls + ["cert_file"])) != nil
    let scheme = isTLS ? "https" : "http"
    let listen = settings.assignment(at: SettingPath(["receivers", "otlp", "http", "listen"]))
    let name = "OTEL_EXPORTER_OTLP_ENDPOINT"
    if let listen, listen.isSecret, let scalar = listen.scalars.first,
      let reference = ShellReference(scalar.text, isEncoded: false)
    {
      add(name, references: reference, before: "\(scheme)://")
    } else if receivers.httpListen.port == 0 {
      note(
        "\(name) is left out: the system chooses the port of OTLP/HTTP, and the log of the gateway says which."
      )
    } else {
      add(name, "\(scheme)://" + Self.reachable(receivers.httpListen, isTLS: isTLS))
    }
    if isTLS { note("OTEL_EXPORTER_OTLP_CERTIFICATE must name the authority of the gateway's certificate.") }
    if settings.assignment(at: SettingPath(tls + ["client_ca_file"])) != nil {
      note("The gateway asks for a certificate: OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and _CLIENT_KEY.")
    }
    add("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
  }

  /// Every address is also the loopback one; a certificate rather holds the name.
  private static func reachable(_ listen: GatewayConfiguration.ListenAddress, isTLS: Bool) -> String {
    var address = listen
    switch listen.host {
    case "0.0.0.0": address.host = isTLS ? "localhost" : "127.0.0.1"
    case "::": address.host = isTLS ? "localhost" : "::1"
    default: break
    }
    return ValueType.hostPort.format(address)
  }

  private static func port(_ configuration: GatewayConfiguration, _ settings: ResolvedSettings) -> String {
    let isSecret = settings.assignment(at: SettingPath(["prometheus", "port"]))?.isSecret ?? false
    return isSecret ? "of its own" : "\(configuration.prometheus.port)"
  }
}
