import PrometheusExport
import Testing

@Suite struct EscapingSchemeTests {
  static let metrics: [(String, String, String, String)] = [
    ("plain_total", "plain_total", "plain_total", "plain_total"), ("a:b", "a:b", "a:b", "a:b"),
    ("http.status", "http_status", "http_dot_status", "U__http_2e_status"),
    ("my.metric_x", "my_metric_x", "my_dot_metric__x", "U__my_2e_metric__x"),
    ("2xx", "_xx", "__xx", "U___32_xx"),
    ("größe", "gr__e", "gr____e", "U__gr_f6__df_e"), ("a b\n", "a_b_", "a__b__", "U__a_20_b_a_"),
    ("🦔", "_", "__", "U___1f994_"),
  ]

  @Test(arguments: metrics) func metricNames(
    _ name: String, _ underscores: String, _ dots: String, _ values: String
  ) {
    #expect(EscapingScheme.allowUTF8.metric(name) == name)
    #expect(EscapingScheme.underscores.metric(name) == underscores)
    #expect(EscapingScheme.dots.metric(name) == dots)
    #expect(EscapingScheme.values.metric(name) == values)
  }

  @Test func aLabelNameHasNoColon() {
    #expect(EscapingScheme.underscores.label("a:b") == "a_b")
    #expect(EscapingScheme.values.label("a:b") == "U__a_3a_b")
    #expect(EscapingScheme.values.label("a_b") == "a_b")
  }
}
