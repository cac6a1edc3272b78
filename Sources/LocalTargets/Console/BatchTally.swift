package import TelemetryEngine

/// What is in a batch: how many items, of which service and name.
package struct BatchTally: Equatable {
  package struct Label: Hashable {
    package var service: String
    /// The span's or metric's name, or the log record's severity.
    package var name: String
  }

  /// Different labels that are counted singly; the items of further ones only add to the total.
  static let maximumLabels = 1000
  /// Of a service or name only so many bytes are read; what agrees in them is one.
  static let maximumNameBytes = 240

  package private(set) var items = 0
  package private(set) var counts: [Label: Int] = [:]

  /// Counts a request of `signal`.
  ///
  /// - Throws: `WireError` when the bytes are no such request.
  package init(_ signal: Signal, _ request: RawSpan) throws(WireError) {
    // The three signals number these fields alike: a request has resources, a resource has scopes, a
    // scope has spans, metrics or log records.
    var resources = FieldReader(request, 0, request.byteCount)
    while let resource = try resources.next(1) {
      let service = try Self.serviceName(request, resource)
      var scopes = FieldReader(request, resource.lowerBound, resource.upperBound)
      while let scope = try scopes.next(2) {
        var records = FieldReader(request, scope.lowerBound, scope.upperBound)
        while let record = try records.next(2) {
          let (name, count) = try Self.item(signal, request, record)
          add(Label(service: service, name: name), count)
        }
      }
    }
  }

  private mutating func add(_ label: Label, _ count: Int) {
    items += count
    guard count > 0, counts[label] != nil || counts.count < Self.maximumLabels else { return }
    counts[label, default: 0] += count
  }

  private static func serviceName(
    _ request: RawSpan, _ range: Range<Int>
  ) throws(WireError) -> String {
    var name = ""
    var fields = FieldReader(request, range.lowerBound, range.upperBound)
    while let resource = try fields.next(1) {
      var attributes = FieldReader(request, resource.lowerBound, resource.upperBound)
      while let attribute = try attributes.next(1) {
        guard try text(request, attribute, field: 1) == "service.name" else { continue }
        var members = FieldReader(request, attribute.lowerBound, attribute.upperBound)
        while let value = try members.next(2) { name = try text(request, value, field: 1) }
      }
    }
    return name
  }

  private static func item(
    _ signal: Signal, _ request: RawSpan, _ range: Range<Int>
  ) throws(WireError) -> (name: String, count: Int) {
    switch signal {
    case .traces: (try text(request, range, field: 5), 1)
    case .metrics: (try text(request, range, field: 1), try dataPoints(request, range))
    case .logs: (try severity(request, range), 1)
    }
  }

  private static func dataPoints(
    _ request: RawSpan, _ range: Range<Int>
  ) throws(WireError) -> Int {
    var count = 0
    var metric = FieldReader(request, range.lowerBound, range.upperBound)
    while try metric.advance() {
      let entry = Schema.otlp.entry(.metric, metric.number)
      guard entry.isChoice, entry.accepts(metric.wireType) else { continue }
      // A later kind of data replaces an earlier one, but an engine that counts adds them up too.
      var data = FieldReader(request, metric.payloadStart, metric.payloadEnd)
      while try data.next(1) != nil { count += 1 }
    }
    return count
  }

  private static func severity(
    _ request: RawSpan, _ range: Range<Int>
  ) throws(WireError) -> String {
    var number: UInt64 = 0
    var fields = FieldReader(request, range.lowerBound, range.upperBound)
    while try fields.advance() {
      if fields.number == 2, fields.wireType == .varint { number = fields.value }
    }
    switch number {
    case 1...4: return "TRACE"
    case 5...8: return "DEBUG"
    case 9...12: return "INFO"
    case 13...16: return "WARN"
    case 17...20: return "ERROR"
    case 21...24: return "FATAL"
    default: return "no severity"
    }
  }

  /// The text of a string field of the message in `range`, shortened; empty when it has none.
  private static func text(
    _ request: RawSpan, _ range: Range<Int>, field: UInt32
  ) throws(WireError) -> String {
    var found = 0..<0
    var fields = FieldReader(request, range.lowerBound, range.upperBound)
    while let payload = try fields.next(field) { found = payload }
    let bytes = found.prefix(maximumNameBytes).map { request.uint8(at: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension FieldReader {
  /// The payload of the next length-delimited field of this number.
  @_lifetime(self: copy self)
  fileprivate mutating func next(_ number: UInt32) throws(WireError) -> Range<Int>? {
    while try advance() {
      if self.number == number, wireType == .lengthDelimited { return payloadStart..<payloadEnd }
    }
    return nil
  }
}
