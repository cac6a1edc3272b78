package import Logging

/// The back end of swift-log: one line for each event.
///
/// Callers never pass secrets or telemetry content; everything is escaped all the same. An event that
/// can repeat carries the metadata `kind`, and `peer` when it is about one.
package struct GatewayLogHandler: LogHandler {
  /// Follows the output's until it is set.
  package var logLevel: Logger.Level {
    get { ownLevel ?? output.level }
    set { ownLevel = newValue }
  }
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let output: LogOutput
  private var ownLevel: Logger.Level?

  package init(output: LogOutput, level: Logger.Level? = nil) {
    self.output = output
    ownLevel = level
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var fields = metadata
    fields.merge(metadataProvider?.get() ?? [:]) { $1 }
    fields.merge(event.metadata ?? [:]) { $1 }
    if let error = event.error { fields["error"] = "\(error)" }
    output.log(event.level, event.message.description, fields)
  }
}
