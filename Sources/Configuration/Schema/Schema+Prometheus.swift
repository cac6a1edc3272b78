extension Schema {
  static let prometheus: [Setting] =
    [
      .value(
        "prometheus.enabled", .boolean, \.prometheus.enabled, "Whether metrics can be scraped."),
      .value(
        "prometheus.host", .host, \.prometheus.host, environment: "HEPHAESTUS_PROMETHEUS_HOST",
        "The address that the scrape listener binds."),
      .value(
        "prometheus.port", .integer(0...65535), \.prometheus.port, environment: "HEPHAESTUS_PROMETHEUS_PORT",
        "The port of the scrape listener. 0 lets the system choose."),
      .value("prometheus.path", .urlPath, \.prometheus.path, "The path that is scraped."),
      .value(
        "prometheus.attributes_label", .choice(), \.prometheus.attributesLabel,
        "How a point's attributes are shown: a label for each, joined in one label named `attributes`, or both."
      ),
      .value(
        "prometheus.max_series", .integer(1...10_000_000), \.prometheus.maxSeries,
        "Series of received metrics; past it new ones are refused and old ones go on."),
      .value(
        "prometheus.expire_after", .duration(.seconds(1)...day), \.prometheus.expireAfter,
        "A series that nobody has sent for this long is no longer shown; its total is kept for a day."),
      .value(
        "prometheus.translation_strategy", .choice(), \.prometheus.translationStrategy,
        "What becomes of names from OTLP, as in Prometheus' setting of this name."),
      attributeKeys(
        "prometheus.resource_labels", \.prometheus.resourceLabels, most: 32,
        key: "a resource attribute key such as `deployment.environment.name`",
        keys: "resource attribute keys",
        "Resource attributes that are labels of every series, beside `target_info`."),
      .value(
        "prometheus.scope_labels", .boolean, \.prometheus.scopeLabels,
        "Whether every received series says the name and version of its instrumentation scope."),
      .value(
        "prometheus.auth.username",
        ValueType<String>.text("a user name of at most 255 bytes", maxBytes: 255).optional(absent: "none"),
        \.prometheus.auth.username, "The user of basic authentication, which then is asked of scrapers."),
      .value(
        "prometheus.auth.password",
        ValueType<GatewayConfiguration.Secret>.secret(minBytes: 8).optional(absent: "none"),
        \.prometheus.auth.password, sensitive: true, "The password of `username`."),
      .value(
        "prometheus.auth.bearer_token",
        ValueType<GatewayConfiguration.Secret>.secret(minBytes: 8).optional(absent: "none"),
        \.prometheus.auth.bearerToken, sensitive: true,
        "The bearer token that scrapers have to show; with `username` either will do."),
    ] + tls("prometheus.tls", \.prometheus.tls)

  static let derivation: [Setting] = [
    .value(
      "plugins.enabled", .boolean, \.plugins.enabled,
      "Whether the toolkit's plugin families are derived from its spans."),
    .value(
      "plugins.source", .choice(), \.plugins.source,
      "Where the plugin families come from: spans, metrics that the toolkit sends, or whichever a service sends."
    ),
    buckets(
      "plugins.buckets", \.plugins.buckets, "Upper bounds, in seconds, of the buckets of plugin durations."),
    .value(
      "span_metrics.enabled", .boolean, \.spanMetrics.enabled,
      "Whether calls and durations are counted for every service, span name, kind and status."),
    buckets(
      "span_metrics.buckets", \.spanMetrics.buckets,
      "Upper bounds, in seconds, of the buckets of span durations."),
    attributeKeys(
      "span_metrics.dimensions", \.spanMetrics.dimensions, most: 16,
      key: "an attribute key such as `http.route`", keys: "attribute keys",
      "Attributes of spans, or else of their resources, that are labels too."),
    .value(
      "span_metrics.max_series", .integer(1...1_000_000), \.spanMetrics.maxSeries,
      "Combinations of labels; past it spans are counted in one series for the rest."),
  ]

  /// `key` is what one is, `keys` what several are called.
  private static func attributeKeys(
    _ path: String, _ property: any WritableKeyPath<GatewayConfiguration, [String]> & Sendable, most: Int,
    key: String, keys: String, _ documentation: String
  ) -> Setting {
    .list(
      path, of: .text(key, maxBytes: 256), count: 0...most,
      expectation: "a list of at most \(most) \(keys)", defaultText: "[]", documentation
    ) { draft, _, values in draft.configuration[keyPath: property] = values }
  }

  private static func buckets(
    _ path: String, _ buckets: any WritableKeyPath<GatewayConfiguration, [Double]> & Sendable,
    _ documentation: String
  ) -> Setting {
    .list(
      path, of: .positiveNumber, count: 1...100,
      expectation: "a list of 1 to 100 ascending numbers of seconds",
      defaultText: "["
        + GatewayConfiguration()[keyPath: buckets].map { "\($0)" }.joined(separator: ", ") + "]",
      documentation, check: ascending
    ) { draft, _, value in draft.configuration[keyPath: buckets] = value }.needingRestart()
  }
}
