/// The Prometheus text format, version 0.0.4.
package enum TextExposition {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// Writes the families in order of their names, and their series in order of their labels, so that
  /// the same values always give the same text.
  ///
  /// Never two descriptions of one name: families with one name become one, with the help of the first;
  /// of two series with the same labels the first is shown. A family whose kind differs from that of an
  /// earlier one with its name is left out, as are families without series.
  package static func render(_ families: [MetricFamily]) -> [UInt8] {
    var writer = TextWriter()
    for family in merged(families) { writer.write(family) }
    return writer.bytes
  }

  private static func merged(_ families: [MetricFamily]) -> [MetricFamily] {
    var byName: [String: MetricFamily] = [:]
    for family in families where !family.series.isEmpty {
      guard let first = byName[family.name] else {
        byName[family.name] = family
        continue
      }
      if first.kind == family.kind { byName[family.name]?.series += family.series }
    }
    return byName.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map { family in
      var family = family
      family.series = ordered(family.series)
      return family
    }
  }

  private static func ordered(_ series: [MetricFamily.Series]) -> [MetricFamily.Series] {
    var seen: Set<[MetricFamily.Label]> = []
    return series.filter { seen.insert($0.labels).inserted }.sorted { precedes($0.labels, $1.labels) }
  }

  private static func precedes(_ left: [MetricFamily.Label], _ right: [MetricFamily.Label]) -> Bool {
    left.lexicographicallyPrecedes(right) { left, right in
      left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }
}
