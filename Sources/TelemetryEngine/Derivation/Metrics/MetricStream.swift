/// An attribute with its value as text, as Prometheus shows it: texts and numbers bare, lists and maps as JSON,
/// bytes in base64.
package struct ReceivedAttribute: Sendable, Hashable {
  package var key: String
  package var value: String

  package init(_ key: String, _ value: String) {
    self.key = key
    self.value = value
  }
}

/// What all points of one metric in one scope of one resource have in common.
package struct MetricStream: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case gauge
    case sum(isMonotonic: Bool)
    case histogram
    case exponentialHistogram
    case summary
  }

  package enum Temporality: Sendable, Equatable {
    case unspecified, delta, cumulative
  }

  package struct Scope: Sendable, Equatable {
    package var name = ""
    package var version = ""
    package var schemaURL = ""
    package var attributes: [ReceivedAttribute] = []
  }

  package var resource: [ReceivedAttribute] = []
  package var scope = Scope()
  package var name = ""
  package var description = ""
  package var unit = ""
  package var metadata: [ReceivedAttribute] = []
  package var kind = Kind.gauge
  /// `unspecified` for gauges and summaries, which have none.
  package var temporality = Temporality.unspecified
}
