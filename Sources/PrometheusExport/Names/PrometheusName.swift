/// Names from OTLP as names that Prometheus takes ("Prometheus and OpenMetrics Compatibility" of the
/// OpenTelemetry specification).
package enum PrometheusName {
  /// A metric name: characters outside `[a-zA-Z0-9:_]` become `_`, runs of `_` become one, and a leading
  /// digit gets a `_`. Nil when nothing but underscores would be left.
  package static func metric(_ name: String) -> String? {
    let cleaned = replaceInvalid(name, allowsColon: true)
    guard cleaned.contains(where: { $0 != "_" }) else { return nil }
    return startsWithDigit(cleaned) ? "_" + cleaned : cleaned
  }

  /// A label name: characters outside `[a-zA-Z0-9_]` become `_`, runs of `_` become one, and a leading
  /// digit gets a `key_`; `__x__` keeps its underscores. Nil when nothing but underscores would be left,
  /// and for `__name__`, with which a sender could rename the metric.
  package static func label(_ name: String) -> String? {
    var cleaned = replaceInvalid(name, allowsColon: false)
    guard cleaned.contains(where: { $0 != "_" }) else { return nil }
    if name.hasPrefix("__"), name.hasSuffix("__") {
      cleaned = "_" + cleaned + "_"
      return cleaned == "__name__" ? nil : cleaned
    }
    return startsWithDigit(cleaned) ? "key_" + cleaned : cleaned
  }

  private static func startsWithDigit(_ name: String) -> Bool {
    name.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }

  private static func replaceInvalid(_ name: String, allowsColon: Bool) -> String {
    var result = ""
    var lastIsUnderscore = false
    for scalar in name.unicodeScalars {
      let isValid =
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        case ":": allowsColon
        default: false
        }
      if isValid {
        result.unicodeScalars.append(scalar)
      } else if !lastIsUnderscore {
        result += "_"
      }
      lastIsUnderscore = !isValid
    }
    return result
  }
}
