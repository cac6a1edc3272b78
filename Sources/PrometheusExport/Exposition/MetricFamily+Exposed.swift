extension MetricFamily {
  /// The family for a scrape, its series in the order of their labels; of two series with the same labels the
  /// first is shown.
  package var exposed: ExposedFamily {
    var seen: Set<[Label]> = []
    let shown = series.filter { seen.insert($0.labels.filter { !$0.value.isEmpty }).inserted }
      .sorted { Self.precedes($0.labels, $1.labels) }
      .map { series in
        let value: ExposedValue =
          switch series.value {
          case .number(let number): .number(number)
          case .histogram(let histogram): .histogram(histogram)
          }
        return ExposedSeries(SeriesLabels(series.labels), value)
      }
    return ExposedFamily(name: name, help: help, kind: kind, series: SeriesList(shown))
  }

  private static func precedes(_ left: [Label], _ right: [Label]) -> Bool {
    left.lexicographicallyPrecedes(right) { left, right in
      left.name == right.name
        ? left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
        : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
  }
}

/// Series that were made before they are asked for.
package struct SeriesList: SeriesSource {
  private let list: [ExposedSeries]

  package init(_ list: [ExposedSeries]) { self.list = list }

  package var count: Int { list.count }
  package func series(at index: Int) -> ExposedSeries? { list.indices.contains(index) ? list[index] : nil }
}
