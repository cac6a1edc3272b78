/// What a scrape is written in.
package struct ScrapeFormat: Sendable, Hashable {
  package enum Syntax: String, Sendable, CaseIterable {
    /// Prometheus' text format.
    case text
    case openmetrics
    /// Length-delimited `io.prometheus.client.MetricFamily`.
    case protobuf
  }

  package var syntax: Syntax
  /// The version that the content type names; empty for protobuf.
  package var version: String
  package var escaping: EscapingScheme

  package init(_ syntax: Syntax, version: String, escaping: EscapingScheme) {
    self.syntax = syntax
    self.version = version
    self.escaping = escaping
  }

  /// What everybody can read.
  package static let plain = ScrapeFormat(.text, version: "0.0.4", escaping: .underscores)

  package var contentType: String {
    let type =
      switch syntax {
      case .text: "text/plain; version=\(version); charset=utf-8"
      case .openmetrics: "application/openmetrics-text; version=\(version); charset=utf-8"
      case .protobuf:
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
      }
    return "\(type); escaping=\(escaping.rawValue)"
  }
}
