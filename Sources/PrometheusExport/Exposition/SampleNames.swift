/// The name of a sample as a line of the text formats begins: `name`, or `{"name"` for one that needs quotes.
struct SampleName {
  let opening: [UInt8]
  let isQuoted: Bool

  init(_ name: String) {
    isQuoted = !EscapingScheme.isPlain(name, allowsColon: true)
    opening = isQuoted ? [UInt8(ascii: "{")] + SeriesLabels.quoted(name) : Array(name.utf8)
  }
}

/// The names of a family's samples.
struct SampleNames {
  let main: SampleName
  let bucket: SampleName
  let sum: SampleName
  let count: SampleName
  let created: SampleName

  init(_ name: String, _ kind: MetricFamily.Kind, isOpenMetrics: Bool) {
    let suffix =
      switch kind {
      case .counter where isOpenMetrics: "_total"
      case .info where isOpenMetrics: "_info"
      default: ""
      }
    main = SampleName(name + suffix)
    bucket = SampleName(name + "_bucket")
    sum = SampleName(name + "_sum")
    count = SampleName(name + "_count")
    created = SampleName(name + "_created")
  }
}

/// The `le` labels of a histogram's buckets, which neighbouring series mostly share.
struct BoundTexts {
  private var bounds: [Double]?
  private(set) var texts: [[UInt8]] = []

  /// Makes the labels for these bounds and infinity; false when they are not in ascending order.
  mutating func render(_ bounds: [Double]) -> Bool {
    if self.bounds == bounds { return true }
    guard zip(bounds, bounds.dropFirst()).allSatisfy(<), bounds.allSatisfy(\.isFinite) else { return false }
    self.bounds = bounds
    texts = (bounds + [.infinity]).map { bound in
      var text = Array("le=\"".utf8)
      NumberText.append(label: bound, to: &text)
      text.append(UInt8(ascii: "\""))
      return text
    }
    return true
  }
}
