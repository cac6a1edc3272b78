/// The variables that this gateway reads.
enum EnvironmentNames {
  /// For endpoints without a scheme; no setting of their own.
  static let insecure =
    ["OTEL_EXPORTER_OTLP_INSECURE"]
    + GatewayConfiguration.SignalName.allCases.map {
      "OTEL_EXPORTER_OTLP_\($0.rawValue.uppercased())_INSECURE"
    }

  static let read = Set(
    Schema.current.settings.compactMap(\.environment) + insecure
      + ["OTEL_SDK_DISABLED", "HEPHAESTUS_CONFIG", "HEPHAESTUS_PROFILE", "HEPHAESTUS_GUARD_RAILS"])
}
