import PrometheusExport
import Testing

@Suite struct MetricNameTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    let unit: String
    let kind: MetricFamily.Kind
    let expected: String?

    init(_ name: String, _ unit: String, _ kind: MetricFamily.Kind, _ expected: String?) {
      (self.name, self.unit, self.kind, self.expected) = (name, unit, kind, expected)
    }

    var testDescription: String { "\(name) in \(unit) as \(kind)" }
  }

  func name(_ row: Row, _ strategy: NameTranslator.Strategy) -> String? {
    NameTranslator(strategy).metric(row.name, unit: row.unit, kind: row.kind)?.name
  }

  static let withSuffixes = [
    Row("http.server.request.duration", "s", .histogram, "http_server_request_duration_seconds"),
    Row("requests.total.count", "1", .counter, "requests_count_total"),
    Row("disk.io.bytes", "By", .counter, "disk_io_bytes_total"),
    Row("cpu.utilization", "1", .gauge, "cpu_utilization_ratio"),
    Row("queue.size", "{items}", .gauge, "queue_size"),
    Row("net.speed", "By/s", .gauge, "net_speed_bytes_per_second"),
    Row("2xx.count", "", .counter, "_2xx_count_total"),
    Row("bytes.read.avg", "By", .gauge, "bytes_read_avg"),
    // `_ratio` is for gauges alone, and `total` for counters alone.
    Row("requests", "1", .counter, "requests_total"), Row("share", "1", .histogram, "share"),
    Row("ratio.of.hits", "1", .gauge, "of_hits_ratio"), Row("total.size", "By", .gauge, "total_size_bytes"),
    Row("total", "", .counter, "total"), Row("x_total", "", .counter, "x_total"),
    // Every unit word.
    Row("x", "d", .gauge, "x_days"), Row("x", "h", .gauge, "x_hours"), Row("x", "min", .gauge, "x_minutes"),
    Row("x", "s", .gauge, "x_seconds"), Row("x", "ms", .gauge, "x_milliseconds"),
    Row("x", "us", .gauge, "x_microseconds"), Row("x", "ns", .gauge, "x_nanoseconds"),
    Row("x", "By", .gauge, "x_bytes"), Row("x", "KiBy", .gauge, "x_kibibytes"),
    Row("x", "MiBy", .gauge, "x_mebibytes"), Row("x", "GiBy", .gauge, "x_gibibytes"),
    Row("x", "TiBy", .gauge, "x_tibibytes"), Row("x", "kBy", .gauge, "x_kilobytes"),
    Row("x", "KBy", .gauge, "x_kilobytes"), Row("x", "MBy", .gauge, "x_megabytes"),
    Row("x", "GBy", .gauge, "x_gigabytes"), Row("x", "TBy", .gauge, "x_terabytes"),
    Row("x", "m", .gauge, "x_meters"), Row("x", "V", .gauge, "x_volts"), Row("x", "A", .gauge, "x_amperes"),
    Row("x", "J", .gauge, "x_joules"), Row("x", "W", .gauge, "x_watts"), Row("x", "g", .gauge, "x_grams"),
    Row("x", "Cel", .gauge, "x_celsius"), Row("x", "Hz", .gauge, "x_hertz"),
    Row("x", "%", .gauge, "x_percent"),
    // And every word behind a stroke, where `m` is a minute.
    Row("x", "By/s", .gauge, "x_bytes_per_second"), Row("x", "By/m", .gauge, "x_bytes_per_minute"),
    Row("x", "By/h", .gauge, "x_bytes_per_hour"), Row("x", "By/d", .gauge, "x_bytes_per_day"),
    Row("x", "By/w", .gauge, "x_bytes_per_week"), Row("x", "By/mo", .gauge, "x_bytes_per_month"),
    Row("x", "By/y", .gauge, "x_bytes_per_year"), Row("x", "m/s", .counter, "x_meters_per_second_total"),
    Row("x", "1/s", .gauge, "x_per_second"), Row("x", "{request}/s", .gauge, "x_per_second"),
    Row("x", "By/{request}", .gauge, "x_bytes"), Row("x", "/s", .gauge, "x_per_second"),
    Row("x", "s/", .gauge, "x_seconds"), Row("x", "By/furlong", .gauge, "x_bytes_per_furlong"),
    // Unknown units are used as they are, but for what a name cannot have.
    Row("x", "furlong", .gauge, "x_furlong"), Row("x", "m^2", .gauge, "x_m_2"), Row("x", "°C", .gauge, "x_C"),
    Row("x", " s ", .gauge, "x_seconds"), Row("x", "a{b}", .gauge, "x"), Row("x", "€", .gauge, "x"),
    Row("x", String(repeating: "u", count: 256), .gauge, "x"),
    // A word counts wherever it stands, but only as a word.
    Row("seconds.spent", "s", .counter, "seconds_spent_total"),
    Row("xseconds", "s", .gauge, "xseconds_seconds"),
    Row("a:b", "", .gauge, "a:b"), Row("a..b--c__d", "", .gauge, "a_b_c_d"), Row("größe", "", .gauge, "gr_e"),
    Row("_a_", "", .gauge, "a"), Row("x\ny{a=\"b\"} 1", "", .gauge, "x_y_a_b_1"),
    Row("", "", .gauge, nil), Row("...", "", .gauge, nil), Row("___", "", .gauge, nil),
    Row(String(repeating: "n", count: 1024), "", .gauge, String(repeating: "n", count: 1024)),
    Row(String(repeating: "n", count: 1025), "", .gauge, nil),
  ]

  @Test(arguments: withSuffixes) func escapedWithSuffixes(_ row: Row) {
    #expect(name(row, .underscoreEscapingWithSuffixes) == row.expected)
  }

  static let withoutSuffixes = [
    Row("http.server.request.duration", "s", .histogram, "http_server_request_duration"),
    Row("requests.total.count", "1", .counter, "requests_total_count"),
    Row("cpu.utilization", "1", .gauge, "cpu_utilization"), Row("2xx.count", "", .counter, "_2xx_count"),
    Row("a__b..c", "", .gauge, "a__b_c"), Row(".a.", "", .gauge, "a"), Row("a:b", "", .gauge, "a:b"),
    Row("", "", .gauge, nil), Row("..", "", .gauge, nil), Row("_", "", .gauge, nil),
  ]

  @Test(arguments: withoutSuffixes) func escapedWithoutSuffixes(_ row: Row) {
    #expect(name(row, .underscoreEscapingWithoutSuffixes) == row.expected)
  }

  static let utf8WithSuffixes = [
    Row("http.server.request.duration", "s", .histogram, "http.server.request.duration_seconds"),
    Row("requests.total", "1", .counter, "requests_total"),
    Row("disk.io", "By", .counter, "disk.io_bytes_total"),
    Row("disk.io.bytes", "By", .counter, "disk.io.bytes_total"),
    Row("cpu.utilization", "1", .gauge, "cpu.utilization_ratio"),
    Row("hit.ratio", "1", .gauge, "hit_ratio"), Row("größe", "By/s", .gauge, "größe_bytes_per_second"),
    Row("net.per_second", "By/s", .gauge, "net_bytes_per_second"), Row("2xx", "", .counter, "2xx_total"),
    Row("subtotal", "", .counter, "subtotal_total"), Row("x", "m^2", .gauge, "x_m^2"),
    Row("", "s", .gauge, nil),
    Row("__", "", .gauge, nil),
  ]

  @Test(arguments: utf8WithSuffixes) func asItIsWithSuffixes(_ row: Row) {
    #expect(name(row, .noUTF8EscapingWithSuffixes) == row.expected)
  }

  static let untranslated = [
    Row("http.server.request.duration", "s", .histogram, "http.server.request.duration"),
    Row("größe", "1", .gauge, "größe"), Row("a\n", "", .counter, "a\n"), Row("", "", .gauge, nil),
    Row("_", "", .gauge, nil),
  ]

  @Test(arguments: untranslated) func asItIs(_ row: Row) {
    #expect(name(row, .noTranslation) == row.expected)
  }

  static let units: [(String, MetricFamily.Kind, String)] = [
    ("s", .gauge, "seconds"), ("By/s", .counter, "bytes_per_second"), ("1", .gauge, "ratio"),
    ("1", .counter, ""),
    ("{x}", .gauge, ""), ("", .gauge, ""), ("%", .gauge, "percent"), ("m^2", .gauge, "m_2"),
    ("/s", .gauge, "per_second"),
  ]

  @Test(arguments: units) func theUnitIsSpelledAsInTheName(
    _ unit: String, _ kind: MetricFamily.Kind, _ expected: String
  ) {
    #expect(NameTranslator().metric("x", unit: unit, kind: kind)?.unit == expected)
  }
}
