/// Export requests of metrics for tests, written field by field.
struct MetricsRequest {
  enum Value {
    case int(Int64)
    case double(Double)
    case histogram(bounds: [Double], counts: [UInt64], sum: Double?)
    case exponential(
      scale: Int32, zero: UInt64, positive: (Int32, [UInt64]), negative: (Int32, [UInt64]), sum: Double?)
    case summary(count: UInt64, sum: Double, quantiles: [(Double, Double)])
    case noRecordedValue
  }

  struct Point {
    var attributes: [String: String] = [:]
    var start: UInt64 = 0
    var time: UInt64 = 0
    var value: Value
    var exemplars: [[UInt8]] = []

    init(
      _ value: Value, _ attributes: [String: String] = [:], start: UInt64 = 0, time: UInt64 = 0,
      exemplars: [[UInt8]] = []
    ) {
      self.attributes = attributes
      self.start = start
      self.time = time
      self.value = value
      self.exemplars = exemplars
    }
  }

  enum Kind: UInt64 {
    case gauge = 5
    case sum = 7
    case histogram = 9
    case exponential = 10
    case summary = 11
  }

  enum Temporality: UInt64 {
    case unspecified, delta, cumulative
  }

  var resource: [String: String] = ["service.name": "shop"]
  var scope = ""
  var scopeAttributes: [String: String] = [:]
  var name = "requests"
  var unit = ""
  var help = ""
  var metadata: [String: String] = [:]
  var kind = Kind.sum
  var temporality = Temporality.cumulative
  var isMonotonic = true
  var points: [Point]

  init(
    _ name: String = "requests", _ kind: Kind = .sum, _ temporality: Temporality = .cumulative,
    _ points: [Point]
  ) {
    self.name = name
    self.kind = kind
    self.temporality = temporality
    self.points = points
  }

  init(_ points: [Point]) { self.init("requests", .sum, .cumulative, points) }

  var bytes: [UInt8] {
    var data: [UInt8] = points.flatMap { Wire.field(1, encoded($0)) }
    if kind != .gauge, kind != .summary { data += Wire.varint(2, temporality.rawValue) }
    if kind == .sum, isMonotonic { data += Wire.varint(3, 1) }
    let metric =
      Wire.text(1, name) + Wire.text(2, help) + Wire.text(3, unit) + Wire.field(Int(kind.rawValue), data)
      + Wire.attributes(12, metadata)
    let scope = Wire.text(1, scope) + Wire.attributes(3, scopeAttributes)
    let block = Wire.field(1, scope) + Wire.field(2, metric)
    return Wire.field(1, Wire.field(1, Wire.attributes(1, resource)) + Wire.field(2, block))
  }

  private func encoded(_ point: Point) -> [UInt8] {
    let times = Wire.fixed64(2, point.start) + Wire.fixed64(3, point.time)
    let (attributes, flags, exemplars) =
      switch kind {
      case .gauge, .sum: (7, 8, 5)
      case .histogram: (9, 10, 8)
      case .exponential: (1, 10, 11)
      case .summary: (7, 8, 0)
      }
    var bytes = times + Wire.attributes(attributes, point.attributes)
    for exemplar in point.exemplars { bytes += Wire.field(exemplars, exemplar) }
    switch point.value {
    case .int(let value): bytes += Wire.fixed64(6, UInt64(bitPattern: value))
    case .double(let value): bytes += Wire.fixed64(4, value.bitPattern)
    case .histogram(let bounds, let counts, let sum):
      bytes += Wire.fixed64(4, counts.reduce(0, &+))
      if let sum { bytes += Wire.fixed64(5, sum.bitPattern) }
      bytes += Wire.field(6, counts.flatMap { Wire.littleEndian($0) })
      bytes += Wire.field(7, bounds.flatMap { Wire.littleEndian($0.bitPattern) })
    case .exponential(let scale, let zero, let positive, let negative, let sum):
      bytes += Wire.fixed64(4, zero &+ positive.1.reduce(0, &+) &+ negative.1.reduce(0, &+))
      if let sum { bytes += Wire.fixed64(5, sum.bitPattern) }
      bytes += Wire.varint(6, Wire.zigZag(scale)) + Wire.fixed64(7, zero)
      for (number, buckets) in [(8, positive), (9, negative)] {
        let counts = buckets.1.flatMap { Wire.varint($0) }
        bytes += Wire.field(number, Wire.varint(1, Wire.zigZag(buckets.0)) + Wire.field(2, counts))
      }
    case .summary(let count, let sum, let quantiles):
      bytes += Wire.fixed64(4, count) + Wire.fixed64(5, sum.bitPattern)
      for (quantile, value) in quantiles {
        bytes += Wire.field(6, Wire.fixed64(1, quantile.bitPattern) + Wire.fixed64(2, value.bitPattern))
      }
    case .noRecordedValue: bytes += Wire.varint(flags, 1)
    }
    return bytes
  }

  static func exemplar(_ value: Double, trace: UInt8, time: UInt64, _ attributes: [String: String] = [:])
    -> [UInt8]
  {
    Wire.fixed64(2, time) + Wire.fixed64(3, value.bitPattern)
      + Wire.field(4, [UInt8](repeating: trace, count: 8))
      + Wire.field(5, [UInt8](repeating: trace, count: 16))
      + Wire.attributes(7, attributes)
  }
}

/// Protobuf's encoding.
enum Wire {
  static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func varint(_ number: Int, _ value: UInt64) -> [UInt8] {
    varint(UInt64(number) << 3) + varint(value)
  }

  static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(content.count)) + content
  }

  static func text(_ number: Int, _ text: String) -> [UInt8] {
    text.isEmpty ? [] : field(number, Array(text.utf8))
  }

  static func fixed64(_ number: Int, _ value: UInt64) -> [UInt8] {
    varint(UInt64(number) << 3 | 1) + littleEndian(value)
  }

  static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func zigZag(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: value << 1 ^ value >> 31)) }

  static func attributes(_ number: Int, _ attributes: [String: String]) -> [UInt8] {
    attributes.sorted { $0.key < $1.key }
      .flatMap { field(number, text(1, $0.key) + field(2, field(1, Array($0.value.utf8)))) }
  }
}
