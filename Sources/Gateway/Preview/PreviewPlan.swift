package import Configuration
package import PrivacyCatalogue
package import TelemetryEngine

/// A privacy mode, or a profile's whole privacy, to be shown.
package struct PreviewPlan: Sendable {
  package let mode: PrivacyMode
  /// The profile whose rules apply; nil for the mode alone.
  package let profile: String?
  package let options: PipelineOptions

  /// Pseudonyms of a key that is the same everywhere, so that what is shown can be compared.
  private static let key = "hephaestus-gw privacy"
  /// Whatever samples, all items are shown.
  private static let sampler = SpanSampler(root: .alwaysOn, isParentBased: false)

  /// The mode as it is without any settings.
  package init(_ mode: PrivacyMode) {
    self.mode = mode
    profile = nil
    options = PipelineOptions(
      sampler: Self.sampler,
      privacy: PrivacyOptions(
        PrivacyOptions.Policy(mode: mode), pseudonymKey: PseudonymKey(derivingFrom: Self.key)),
      serviceName: "hephaestus", observesPlugins: false)
  }

  /// The privacy of a configuration, its own rules included, under its mode or another one. Pseudonyms are of
  /// its `pseudonym_key`; the key that a gateway keeps in its state directory is not looked for.
  package init(_ configuration: GatewayConfiguration, profile: String, mode: PrivacyMode? = nil) {
    var privacy = configuration.privacy
    if let mode {
      privacy.mode = mode
      for signal in privacy.perSignal.keys { privacy.perSignal[signal]?.mode = nil }
    }
    self.mode = privacy.mode
    self.profile = profile
    options = PipelineOptions(
      sampler: Self.sampler,
      privacy: PrivacyOptions(
        privacy, pseudonymKey: PseudonymKey(derivingFrom: privacy.pseudonymKey?.revealed ?? Self.key)),
      serviceName: configuration.service.name, observesPlugins: false)
  }
}
