/// What OpenMetrics asks for beyond the older text format.
enum OpenMetricsRules {
  /// The kind to show: that of the family, or gauge where a series breaks the rules for information (always 1)
  /// or for a state set (0 or 1, with a label of the family's name).
  static func kind(of family: PlannedFamily) -> MetricFamily.Kind {
    guard family.kind == .info || family.kind == .stateset else { return family.kind }
    for source in family.sources {
      for index in 0..<source.count {
        guard let series = source.series(at: index) else { continue }
        guard case .number(let value) = series.value else { return .gauge }
        let isRight =
          family.kind == .info
          ? value == 1
          : (value == 0 || value == 1) && series.labels.labels.contains { $0.name == family.name }
        if !isRight { return .gauge }
      }
    }
    return family.kind
  }

  /// A unit is only shown where the name ends in it.
  static func showsUnit(_ unit: String, of name: String, _ kind: MetricFamily.Kind) -> Bool {
    !unit.isEmpty && kind != .info && kind != .stateset && name.hasSuffix("_" + unit)
      && EscapingScheme.isPlain("_" + unit, allowsColon: true)
  }
}

extension Exemplar {
  /// The most characters that the labels of an exemplar may have, names and values together.
  private static let maxCharacters = 128

  /// The labels that fit, trace and span first: the others are left out from the end.
  var shownLabels: [MetricFamily.Label] {
    let isLink: (MetricFamily.Label) -> Bool = { $0.name == "trace_id" || $0.name == "span_id" }
    var room = Self.maxCharacters
    var names: Set<String> = []
    let ordered = labels.filter(isLink) + labels.filter { !isLink($0) }
    return Array(
      ordered.prefix { label in
        room -= label.name.unicodeScalars.count + label.value.unicodeScalars.count
        return room >= 0
      }
    ).filter { !$0.value.isEmpty && names.insert($0.name).inserted }
  }
}

/// The exemplars of a histogram, each at the bucket that its value falls in: the latest of each bucket.
struct BucketExemplars {
  private var latest: [Int: Exemplar] = [:]

  init() {}

  init(_ exemplars: [Exemplar], _ bounds: [Double]) {
    for exemplar in exemplars where !exemplar.value.isNaN {
      let bucket = HistogramValue.bucket(of: exemplar.value, bounds)
      if let have = latest[bucket], have.time > exemplar.time { continue }
      latest[bucket] = exemplar
    }
  }

  subscript(bucket: Int) -> Exemplar? { latest.isEmpty ? nil : latest[bucket] }
}
