extension GatewayConfiguration {
  package struct Prometheus: Sendable, Equatable {
    package var enabled = true
    package var host = "0.0.0.0"
    package var port = 9464
    package var path = "/metrics"
    package var attributesLabel = AttributesLabel.both
    /// Series of received metrics. Default 200,000, 1 to 10,000,000.
    package var maxSeries = 200_000
    /// A series that nobody has sent for this long is hidden. Default 5 min, 1 s to 24 h.
    package var expireAfter = Duration.seconds(300)
    package var translationStrategy = TranslationStrategy.underscoreEscapingWithSuffixes
    /// Keys of resource attributes that are labels of every series.
    package var resourceLabels: [String] = []
    package var scopeLabels = true
    package var tls = ListenerTLS()
    package var auth = ScrapeAuth()
  }

  /// How a point's attributes are shown.
  package enum AttributesLabel: String, Sendable, CaseIterable {
    case both, joined, labels
  }

  /// As in Prometheus' `otlp.translation_strategy`.
  package enum TranslationStrategy: String, Sendable, CaseIterable {
    case underscoreEscapingWithSuffixes = "UnderscoreEscapingWithSuffixes"
    case underscoreEscapingWithoutSuffixes = "UnderscoreEscapingWithoutSuffixes"
    case noUTF8EscapingWithSuffixes = "NoUTF8EscapingWithSuffixes"
    case noTranslation = "NoTranslation"
  }

  /// What a scraper has to show; nothing where all are nil. Name and password go together.
  package struct ScrapeAuth: Sendable, Equatable {
    package var username: String?
    package var password: Secret?
    package var bearerToken: Secret?
  }

  package struct Plugins: Sendable, Equatable {
    package var enabled = true
    package var source = PluginsSource.auto
    /// Upper bounds in seconds, ascending. Default 5 ms to 30 min.
    package var buckets = durationBuckets
  }

  /// Where the toolkit's plugin families come from.
  package enum PluginsSource: String, Sendable, CaseIterable {
    /// From spans alone; plugin metrics that a service sends are forwarded, and not shown.
    case spans
    /// From what services send as metrics alone.
    case metrics
    /// From spans, until a service sends the metrics itself.
    case auto
  }

  package struct SpanMetrics: Sendable, Equatable {
    package var enabled = false
    /// Upper bounds in seconds, ascending. Default 5 ms to 30 min.
    package var buckets = durationBuckets
    /// Keys of attributes of spans, or else of their resources, that are labels too. At most 16.
    package var dimensions: [String] = []
    /// Combinations of labels. Default 10,000, 1 to 1,000,000.
    package var maxSeries = 10_000
  }

  private static let durationBuckets: [Double] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200, 1800,
  ]
}
