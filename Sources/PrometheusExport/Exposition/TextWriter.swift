/// Writes the lines of the text format.
struct TextWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ family: MetricFamily) {
    put("# HELP \(family.name) ")
    put(escaping: family.help, quotes: false)
    put("\n# TYPE \(family.name) \(family.kind.rawValue)\n")
    for series in family.series {
      switch series.value {
      case .number(let value): line(family.name, series.labels, value)
      case .histogram(let histogram): write(histogram, family.name, series.labels)
      }
    }
  }

  private mutating func write(
    _ histogram: HistogramValue, _ name: String, _ labels: [MetricFamily.Label]
  ) {
    var cumulative: UInt64 = 0
    for (bucket, count) in histogram.counts.enumerated() {
      cumulative &+= count
      let bound = bucket < histogram.bounds.count ? histogram.bounds[bucket] : .infinity
      line("\(name)_bucket", labels + [.init("le", Self.text(bound))], Double(cumulative))
    }
    if let sum = histogram.sum { line("\(name)_sum", labels, sum) }
    line("\(name)_count", labels, Double(cumulative))
  }

  private mutating func line(_ name: String, _ labels: [MetricFamily.Label], _ value: Double) {
    put(name)
    if !labels.isEmpty {
      for (index, label) in labels.enumerated() {
        put(index == 0 ? "{" : ",")
        put("\(label.name)=\"")
        put(escaping: label.value, quotes: true)
        put("\"")
      }
      put("}")
    }
    put(" \(Self.text(value))\n")
  }

  private mutating func put(_ text: String) { bytes += text.utf8 }

  private mutating func put(escaping text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): put("\\\\")
      case UInt8(ascii: "\n"): put("\\n")
      case UInt8(ascii: "\"") where quotes: put("\\\"")
      default: bytes.append(byte)
      }
    }
  }

  /// The shortest text that reads back as the same number; whole numbers with `.0`.
  private static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return "\(value)"
  }
}
