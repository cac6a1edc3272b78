import TelemetryEngine

/// Messages as usual encoders write them, with something to vary.
enum Sample {
  static let traceID = [UInt8](1...16)
  static let spanID = [UInt8](21...28)
  static let resource = ProtobufBytes.message { $0.attribute(1, "service.name", "shop") }
  static let scope = ProtobufBytes.message { $0.text(1, "library") }

  /// A request of any signal: one resource, one scope, and records.
  static func request(
    _ records: [[UInt8]], resource: [UInt8]? = resource, scope: [UInt8]? = scope
  ) -> [UInt8] {
    ProtobufBytes.message {
      $0.message(1) { block in
        if let resource { block.payload(1, resource) }
        block.message(2) { inner in
          if let scope { inner.payload(1, scope) }
          for record in records { inner.payload(2, record) }
        }
      }
    }
  }

  static func span(
    _ name: String = "work", traceID: [UInt8] = traceID, spanID: [UInt8] = spanID,
    _ more: (inout ProtobufBytes) -> Void = { _ in }
  ) -> [UInt8] {
    ProtobufBytes.message {
      $0.payload(1, traceID)
      $0.payload(2, spanID)
      $0.text(5, name)
      $0.varint(6, 2)
      $0.fixed64(7, 1_700_000_000_000_000_000)
      $0.fixed64(8, 1_700_000_001_500_000_000)
      more(&$0)
    }
  }

  static func log(_ body: String = "done", _ more: (inout ProtobufBytes) -> Void = { _ in }) -> [UInt8] {
    ProtobufBytes.message {
      $0.fixed64(1, 1_700_000_000_000_000_000)
      $0.varint(2, 9)
      $0.text(3, "INFO")
      $0.message(5) { $0.text(1, body) }
      more(&$0)
    }
  }

  /// A sum of one data point for each name in `points`, which is an attribute of the point.
  static func metric(
    _ name: String = "requests", points: [String] = ["a"],
    _ more: (inout ProtobufBytes) -> Void = { _ in }
  ) -> [UInt8] {
    ProtobufBytes.message {
      $0.text(1, name)
      $0.text(3, "{request}")
      $0.message(7) { sum in
        for point in points {
          sum.message(1) {
            $0.fixed64(3, 1_700_000_000_000_000_000)
            $0.fixed64(6, 7)
            $0.attribute(7, "gate", point)
          }
        }
        sum.varint(2, 2)
        sum.varint(3, 1)
      }
      more(&$0)
    }
  }

  /// One record of a signal.
  static func record(_ signal: Signal) -> [UInt8] {
    switch signal {
    case .traces: span()
    case .metrics: metric()
    case .logs: log()
    }
  }
}

extension ProtobufBytes {
  mutating func attribute(_ number: UInt64, _ key: String, _ value: String) {
    attribute(number, key) { $0.text(1, value) }
  }

  mutating func attribute(_ number: UInt64, _ key: String, _ value: (inout ProtobufBytes) -> Void) {
    message(number) {
      $0.text(1, key)
      $0.message(2, value)
    }
  }
}

extension [UInt8] {
  /// The string attributes in the fields of this number, by key.
  func attributes(_ number: UInt64) -> [String: String] {
    var found: [String: String] = [:]
    for attribute in ProtobufTree.payloads(self, number) {
      let key = ProtobufTree.texts(attribute, 1).last ?? ""
      found[key] = ProtobufTree.texts(attribute, 2, 1).last ?? "(no text)"
    }
    return found
  }

  func contains(_ part: [UInt8]) -> Bool {
    part.isEmpty || indices.contains { self[$0...].starts(with: part) }
  }

  func contains(_ text: String) -> Bool { contains(Array(text.utf8)) }
}
