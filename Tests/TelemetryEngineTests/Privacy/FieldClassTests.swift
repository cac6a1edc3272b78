import PrivacyCatalogue
import TelemetryEngine
import Testing

/// The fields are those of the official descriptors, see `FieldTableTests` and `Tests/EndToEnd/test_protocol.py`.
@Suite struct FieldClassTests {
  @Test(arguments: MessageType.allCases)
  func everyFieldHasTheClassOfItsKind(_ type: MessageType) {
    for field in type.fields {
      let found = type.privacyClass(ofField: Int(field.number))
      let fitting: [FieldClass] =
        switch field.kind {
        case .string: [.text, .prose, .traceState, .attributeKey]
        case .bytes: [.bytes]
        case .hexID: [.id]
        case .message: [.structure]
        default: [.number]
        }
      #expect(found.map(fitting.contains) == true, "\(type).\(field.name) is \(String(describing: found))")
    }
    #expect(type.privacyClass(ofField: 31) == nil)
  }

  /// What the classes promise holds: no mode lets a credential through any field that may hold text.
  @Test(arguments: MessageType.allCases, PrivacyMode.allCases)
  func aCredentialIsFoundInEveryField(_ type: MessageType, _ mode: PrivacyMode) throws {
    let secret = "Bearer 0123456789abcdef0123"
    for field in type.fields where [.string, .bytes].contains(field.kind) {
      for (signal, request) in Self.requests(type, Int(field.number), secret) {
        let processed = try process(signal, request, .passing(mode))
        #expect(!processed.output.contains("0123456789abcdef"), "\(type).\(field.name) of \(signal)")
      }
    }
  }

  /// A request of each signal in which the message can stand, with a text in one field of it.
  private static func requests(_ type: MessageType, _ number: Int, _ text: String) -> [(Signal, [UInt8])] {
    let content = ProtobufBytes.message { $0.text(UInt64(number), text) }
    return Signal.allCases.compactMap { signal in
      wrapped(content, type, in: signal.requestType, depth: 0).map { (signal, $0) }
    }
  }

  /// The message within the shortest chain of others from `root` on, which has what makes it valid.
  private static func wrapped(
    _ content: [UInt8], _ type: MessageType, in root: MessageType, depth: Int
  ) -> [UInt8]? {
    if root == type { return required(root) + content }
    guard depth < 9 else { return nil }
    var shortest: [UInt8]?
    for field in root.fields {
      guard let child = field.message, child != root,
        let inner = wrapped(content, type, in: child, depth: depth + 1)
      else { continue }
      let message = required(root) + ProtobufBytes.message { $0.payload(UInt64(field.number), inner) }
      if shortest.map({ message.count < $0.count }) ?? true { shortest = message }
    }
    return shortest
  }

  private static func required(_ type: MessageType) -> [UInt8] {
    switch type {
    case .span:
      ProtobufBytes.message {
        $0.payload(1, Sample.traceID)
        $0.payload(2, Sample.spanID)
      }
    case .resourceSpans, .resourceMetrics, .resourceLogs:
      ProtobufBytes.message { $0.payload(1, Sample.resource) }
    case .scopeSpans: ProtobufBytes.message { $0.payload(2, Sample.span()) }
    case .scopeLogs: ProtobufBytes.message { $0.payload(2, Sample.log()) }
    case .scopeMetrics: ProtobufBytes.message { $0.payload(2, Sample.metric()) }
    default: []
    }
  }
}
