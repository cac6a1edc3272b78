package import Configuration

/// A configuration that a gateway runs with, or is asked to.
package struct RunningConfiguration: Sendable {
  package var configuration: GatewayConfiguration
  package var settings: ResolvedSettings
  /// Of the TLS files.
  package var contents: FileContents

  package init(
    _ configuration: GatewayConfiguration, settings: ResolvedSettings, contents: FileContents = FileContents()
  ) {
    self.configuration = configuration
    self.settings = settings
    self.contents = contents
  }

  /// With the TLS files as they are now.
  init(reading configuration: GatewayConfiguration, settings: ResolvedSettings) {
    let files = LocalFiles()
    self.init(
      configuration, settings: settings,
      contents: FileContents(of: configuration.tlsFiles.map(\.path)) { path in
        try? files.read(path, maxBytes: Self.largestFile)
      })
  }

  /// Far more than any bundle of authorities.
  private static let largestFile = 16 << 20
}
