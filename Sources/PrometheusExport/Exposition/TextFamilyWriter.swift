/// Writes the two text formats.
struct TextFamilyWriter: FamilyWriter {
  enum Dialect {
    /// Version 0.0.4 (and 1.0.0, which differs in name only).
    case prometheus
    /// OpenMetrics 1.0.
    case openMetrics
  }

  var bytes: [UInt8] = []
  private let dialect: Dialect
  private var kind = MetricFamily.Kind.unknown
  private var samples = SampleNames("", .unknown, isOpenMetrics: false)
  private var bounds = BoundTexts()

  init(_ dialect: Dialect) { self.dialect = dialect }

  private var isOpenMetrics: Bool { dialect == .openMetrics }

  // MARK: Families

  mutating func begin(_ family: PlannedFamily) {
    kind = isOpenMetrics ? OpenMetricsRules.kind(of: family) : family.kind
    // What is no information after all is a gauge under the name that its samples have.
    let name = family.kind == .info && kind == .gauge ? family.name + "_info" : family.name
    samples = SampleNames(name, kind, isOpenMetrics: isOpenMetrics)
    describe("HELP", name, family.help, quotes: isOpenMetrics)
    describe("TYPE", name, typeName)
    guard isOpenMetrics, OpenMetricsRules.showsUnit(family.unit, of: name, kind) else { return }
    describe("UNIT", name, family.unit)
  }

  mutating func finish() {
    if isOpenMetrics { bytes += "# EOF\n".utf8 }
  }

  private var typeName: String {
    switch kind {
    case .unknown where !isOpenMetrics: "untyped"
    case .info where !isOpenMetrics, .stateset where !isOpenMetrics: "gauge"
    default: kind.rawValue
    }
  }

  private mutating func describe(_ what: String, _ name: String, _ content: String, quotes: Bool = false) {
    bytes += "# \(what) ".utf8
    bytes += EscapingScheme.isPlain(name, allowsColon: true) ? Array(name.utf8) : SeriesLabels.quoted(name)
    bytes.append(UInt8(ascii: " "))
    put(escaping: content, quotes: quotes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func put(escaping text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes += [byte, byte]
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      case UInt8(ascii: "\"") where quotes: bytes += [UInt8(ascii: "\\"), byte]
      default: bytes.append(byte)
      }
    }
  }

  // MARK: Series

  mutating func write(_ labels: [UInt8], _ series: ExposedSeries) -> Bool {
    switch (kind, series.value) {
    case (.counter, .number(let value)):
      if isOpenMetrics, !(value >= 0) { return false }
      line(samples.main, labels, value, exemplar: isOpenMetrics ? series.exemplars.last : nil)
      created(labels, series)
    case (.gauge, .number(let value)), (.unknown, .number(let value)), (.info, .number(let value)),
      (.stateset, .number(let value)):
      line(samples.main, labels, value)
    case (.histogram, .histogram(let histogram)):
      return write(ClassicBuckets(histogram), sum: histogram.sum, labels, series)
    case (.histogram, .exponential(let histogram)):
      return write(ClassicBuckets(histogram), sum: histogram.sum, labels, series)
    case (.summary, .summary(let summary)): write(summary, labels, series)
    default: return false
    }
    return true
  }

  private mutating func write(
    _ buckets: ClassicBuckets, sum: Double?, _ labels: [UInt8], _ series: ExposedSeries
  ) -> Bool {
    guard bounds.render(buckets.bounds) else { return false }
    let exemplars = isOpenMetrics ? BucketExemplars(series.exemplars, buckets.bounds) : BucketExemplars()
    for (bucket, text) in bounds.texts.enumerated() {
      open(samples.bucket, labels, extra: text)
      let isLast = bucket == buckets.bounds.count
      NumberText.append(count: isLast ? buckets.count : buckets.cumulative[bucket], to: &bytes)
      put(exemplars[bucket])
      bytes.append(UInt8(ascii: "\n"))
    }
    if isOpenMetrics {
      // There, a sum is a counter and the count goes with it.
      if let sum, sum >= 0, buckets.bounds.first.map({ $0 >= 0 }) ?? true {
        line(samples.sum, labels, sum)
        line(samples.count, labels, count: buckets.count)
      }
    } else {
      if let sum { line(samples.sum, labels, sum) }
      line(samples.count, labels, count: buckets.count)
    }
    created(labels, series)
    return true
  }

  private mutating func write(_ summary: SummaryValue, _ labels: [UInt8], _ series: ExposedSeries) {
    for quantile in summary.quantiles {
      guard (0...1).contains(quantile.quantile), !(isOpenMetrics && quantile.value < 0) else { continue }
      var extra = Array("quantile=\"".utf8)
      NumberText.append(label: quantile.quantile, to: &extra)
      extra.append(UInt8(ascii: "\""))
      open(samples.main, labels, extra: extra)
      NumberText.append(quantile.value, to: &bytes)
      bytes.append(UInt8(ascii: "\n"))
    }
    if !isOpenMetrics || summary.sum >= 0 { line(samples.sum, labels, summary.sum) }
    line(samples.count, labels, count: summary.count)
    created(labels, series)
  }

  // MARK: Lines

  private mutating func created(_ labels: [UInt8], _ series: ExposedSeries) {
    guard isOpenMetrics, series.start > 0 else { return }
    open(samples.created, labels)
    NumberText.append(nanoseconds: series.start, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func line(
    _ name: SampleName, _ labels: [UInt8], _ value: Double, exemplar: Exemplar? = nil
  ) {
    open(name, labels)
    NumberText.append(value, to: &bytes)
    put(exemplar)
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func line(_ name: SampleName, _ labels: [UInt8], count: UInt64) {
    open(name, labels)
    NumberText.append(count: count, to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Everything before the value. `extra` is one more label.
  private mutating func open(_ name: SampleName, _ labels: [UInt8], extra: [UInt8] = []) {
    bytes += name.opening
    let hasBraces = name.isQuoted || !labels.isEmpty || !extra.isEmpty
    if hasBraces, !name.isQuoted { bytes.append(UInt8(ascii: "{")) }
    var needsComma = name.isQuoted
    for part in [labels, extra] where !part.isEmpty {
      if needsComma { bytes.append(UInt8(ascii: ",")) }
      bytes += part
      needsComma = true
    }
    if hasBraces { bytes.append(UInt8(ascii: "}")) }
    bytes.append(UInt8(ascii: " "))
  }

  private mutating func put(_ exemplar: Exemplar?) {
    guard let exemplar, !exemplar.value.isNaN else { return }
    bytes += " # {".utf8
    bytes += SeriesLabels(exemplar.shownLabels).text
    bytes += "} ".utf8
    NumberText.append(exemplar.value, to: &bytes)
    guard exemplar.time > 0 else { return }
    bytes.append(UInt8(ascii: " "))
    NumberText.append(nanoseconds: exemplar.time, to: &bytes)
  }
}
