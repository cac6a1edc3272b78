import PrometheusExport
import Testing

@Suite struct ScrapeNegotiationTests {
  static let plain = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"
  static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
  static let protobuf =
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited;"
    + " escaping=underscores"
  static let askForProtobuf =
    "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

  static let scrapers: [(String, String?, String)] = [
    ("no header", nil, plain), ("an empty one", "", plain), ("curl", "*/*", plain),
    (
      "Prometheus 2.30",
      "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      "application/openmetrics-text; version=0.0.1; charset=utf-8; escaping=underscores"
    ),
    (
      "Prometheus 2.42",
      "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1", openMetrics
    ),
    (
      "Prometheus 2.42 with native histograms",
      askForProtobuf + ",application/openmetrics-text;version=1.0.0;q=0.8,"
        + "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
      protobuf
    ),
    (
      "Prometheus 2.54",
      "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", openMetrics
    ),
    (
      "Prometheus 3.0",
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
      "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
    ),
    (
      "Prometheus 3 with native histograms",
      askForProtobuf + ";escaping=allow-utf-8;q=0.7,"
        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.2",
      protobuf.replacing("underscores", with: "allow-utf-8")
    ),
    (
      "Prometheus 3.14",
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.5,"
        + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.4,*/*;q=0.3",
      "text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
    ),
    (
      "Firefox", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
      plain
    ),
    (
      "Chrome",
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,"
        + "application/signed-exchange;v=b3;q=0.7", plain
    ),
    ("Telegraf", "text/plain", plain),
    (
      "quality decides, not the order", "text/plain;version=0.0.4;q=0.5,application/openmetrics-text",
      openMetrics
    ),
    ("the first of equals", "application/openmetrics-text,text/plain", openMetrics),
    ("the most specific range", "text/plain;q=0.1,application/openmetrics-text;q=0.5,*/*", protobuf),
    ("what is refused", "*/*,text/plain;q=0,application/vnd.google.protobuf;q=0", openMetrics),
    ("nothing of ours", "application/json", plain), ("everything refused", "*/*;q=0", plain),
    ("another protobuf", "application/vnd.google.protobuf;proto=x.Y;encoding=delimited", plain),
    ("protobuf as text", askForProtobuf.replacing("delimited", with: "text"), plain),
    ("another version", "application/openmetrics-text;version=7", plain),
    ("odd spelling", "Application/OpenMetrics-Text ; Version=\"1.0.0\" ; Q=1.0", openMetrics),
    ("a quality that is none", "application/openmetrics-text;q=x,text/plain;q=0.1", plain),
    ("nothing but commas", ",,;,;q=1,", plain),
  ]

  @Test(arguments: scrapers) func everybodyGetsWhatTheyCanRead(
    _ who: String, _ accept: String?, _ expected: String
  ) {
    #expect(ScrapeFormat.negotiated(accept).contentType == expected)
  }

  @Test(arguments: EscapingScheme.allCases) func escapingIsAsAskedFor(_ scheme: EscapingScheme) {
    for type in ["text/plain", "application/openmetrics-text", Self.askForProtobuf] {
      #expect(ScrapeFormat.negotiated("\(type);escaping=\(scheme.rawValue)").escaping == scheme)
    }
  }

  @Test func anUnknownEscapingIsUnderscores() {
    #expect(ScrapeFormat.negotiated("text/plain;escaping=rot13") == .plain)
  }

  static let codings: [(String?, ScrapeCoding)] = [
    (nil, .identity), ("", .identity), ("gzip", .gzip), ("zstd", .zstd), ("gzip, deflate, br, zstd", .zstd),
    ("gzip, deflate", .gzip), ("gzip;q=1.0, zstd;q=0.5", .gzip), ("gzip;q=0", .identity), ("*", .identity),
    ("br", .identity), ("x-gzip", .gzip), ("identity;q=1, gzip;q=0.5", .identity), ("GZIP ; q=0.2", .gzip),
  ]

  @Test(arguments: codings) func codingIsWhatIsWantedMost(_ accept: String?, _ expected: ScrapeCoding) {
    #expect(ScrapeCoding.negotiated(accept) == expected)
  }
}
