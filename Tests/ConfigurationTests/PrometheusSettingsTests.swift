import Configuration
import Testing

@Suite struct PrometheusSettingsTests {
  @Test func everySettingArrives() throws {
    let configuration = try load(
      profile(
        """
        prometheus:
          attributes_label: joined
          max_series: 5000
          expire_after: 10m
          translation_strategy: NoTranslation
          resource_labels: [deployment.environment.name]
          scope_labels: false
          auth: { username: scraper, password: "a password", bearer_token: "a token" }
        plugins: { source: spans }
        span_metrics: { enabled: true, buckets: [0.1, 1], dimensions: [http.route], max_series: 50 }
        """))
    var prometheus = GatewayConfiguration().prometheus
    prometheus.attributesLabel = .joined
    (prometheus.maxSeries, prometheus.expireAfter) = (5000, .seconds(600))
    prometheus.translationStrategy = .noTranslation
    (prometheus.resourceLabels, prometheus.scopeLabels) = (["deployment.environment.name"], false)
    prometheus.auth.username = "scraper"
    prometheus.auth.password = GatewayConfiguration.Secret("a password")
    prometheus.auth.bearerToken = GatewayConfiguration.Secret("a token")
    #expect(configuration.prometheus == prometheus)
    #expect(configuration.plugins.source == .spans)
    var spans = GatewayConfiguration().spanMetrics
    (spans.enabled, spans.buckets, spans.dimensions, spans.maxSeries) = (true, [0.1, 1], ["http.route"], 50)
    #expect(configuration.spanMetrics == spans)
  }
}
