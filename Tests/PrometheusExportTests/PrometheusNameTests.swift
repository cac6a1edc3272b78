import PrometheusExport
import Testing

@Suite struct PrometheusNameTests {
  static let metrics: [(String, String?)] = [
    ("http.server.request.duration", "http_server_request_duration"), ("a:b", "a:b"),
    ("2xx.count", "_2xx_count"), ("a..b--c", "a_b_c"), ("größe", "gr_e"), ("a__b", "a_b"), ("_a_", "_a_"),
    ("", nil), ("...", nil), ("___", nil), ("x\ny 1", "x_y_1"),
  ]

  @Test(arguments: metrics) func metricNames(_ name: String, _ expected: String?) {
    #expect(PrometheusName.metric(name) == expected)
  }

  static let labels: [(String, String?)] = [
    ("service.name", "service_name"), ("a:b", "a_b"), ("1st", "key_1st"), ("a..b", "a_b"),
    ("__reserved__", "__reserved__"), ("__a.b__", "__a_b__"), ("__a", "_a"), ("_a", "_a"),
    ("__name__", nil), ("", nil), ("_", nil), ("____", nil), ("é", nil), ("a\"b", "a_b"),
  ]

  @Test(arguments: labels) func labelNames(_ name: String, _ expected: String?) {
    #expect(PrometheusName.label(name) == expected)
  }
}
