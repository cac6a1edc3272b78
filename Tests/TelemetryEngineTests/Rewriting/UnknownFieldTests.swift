import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct UnknownFieldTests {
  /// Fields of every wire type that OTLP does not know, without anything private.
  static let unknown = ProtobufBytes.message {
    $0.varint(100, 300)
    $0.fixed64(101, 1 << 63)
    $0.fixed32(102, 7)
    $0.text(103, "nothing about anyone")
    $0.payload(536_870_911, [0xff, 0xfe])
    $0.payload(104, [1, 2, 3], lengthBytes: 4)
    $0.group(105) { group in
      group.varint(1, 1)
      group.group(2) { $0.text(3, "inner") }
    }
  }

  private static func isIn(_ payloads: [[UInt8]]) -> Bool {
    !payloads.isEmpty && payloads.allSatisfy { $0.contains(unknown) }
  }

  @Test(arguments: [PrivacyMode.minimal, .balanced], [true, false])
  func isKeptByteForByteAtEveryLevelOfTraces(_ mode: PrivacyMode, changes: Bool) throws {
    let value = changes ? "Bearer 0123456789abcdef0123" : "GET"
    let attribute = ProtobufBytes.message {
      $0.raw(Self.unknown)
      $0.text(1, "http.request.method")
      $0.message(2) {
        $0.raw(Self.unknown)
        $0.text(1, value)
      }
    }
    let span = Sample.span {
      $0.raw(Self.unknown)
      $0.payload(9, attribute)
      $0.message(11) {
        $0.text(2, "event")
        $0.raw(Self.unknown)
        $0.payload(3, attribute)
      }
      $0.message(13) {
        $0.payload(4, attribute)
        $0.raw(Self.unknown)
      }
      $0.message(15) {
        $0.raw(Self.unknown)
        $0.text(2, value)
      }
    }
    let request = ProtobufBytes.message {
      $0.raw(Self.unknown)
      $0.message(1) { block in
        block.raw(Self.unknown)
        block.payload(1, Sample.resource + Self.unknown)
        block.message(2) { inner in
          inner.payload(1, Sample.scope + Self.unknown)
          inner.raw(Self.unknown)
          inner.payload(2, span)
        }
      }
    }
    let output = try process(.traces, request, .passing(mode)).output
    #expect(Self.isIn([output]))
    for path in [[1], [1, 1], [1, 2], [1, 2, 1], [1, 2, 2]] as [ArraySlice<UInt64>] {
      #expect(Self.isIn(ProtobufTree.payloads(output, path)), "\(path)")
    }
    for path in [[9], [9, 2], [11], [11, 3, 2], [13], [13, 4, 2], [15]] as [ArraySlice<UInt64>] {
      #expect(Self.isIn(ProtobufTree.payloads(output, [1, 2, 2] + path)), "\(path)")
    }
  }

  /// What `strict` keeps of them: numbers.
  static let numbers = ProtobufBytes.message {
    $0.varint(100, 300)
    $0.fixed64(101, 1 << 63)
    $0.fixed32(102, 7)
  }

  /// Texts hide in what a newer protocol calls by another name, too.
  @Test func aTextThatNoTableKnowsLeavesOnlyWhereNothingIsFoundInIt() throws {
    let secrets = ["jane.doe@example.com", "Bearer 0123456789abcdef0123"]
    for (mode, hidden) in [(PrivacyMode.minimal, [secrets[1]]), (.balanced, secrets), (.strict, secrets)] {
      for secret in hidden {
        let unknown = ProtobufBytes.message {
          $0.text(103, secret)
          $0.group(105) { $0.text(3, secret) }
        }
        for (path, request) in requests(with: unknown) {
          let processed = try process(.traces, request, .passing(mode))
          #expect(!processed.output.contains(secret), "\(mode) \(path)")
          #expect(processed.items.kept == 1)
          #expect(processed.redactions == [.unknownField: 2], "\(mode) \(path)")
        }
      }
    }
    for (path, request) in requests(with: Self.unknown) {
      let output = try process(.traces, request, .passing(.strict)).output
      #expect(output.contains(Self.numbers) && !output.contains("nothing about"), "\(path)")
    }
  }

  private func requests(with unknown: [UInt8]) -> [(path: String, request: [UInt8])] {
    let span = Sample.span { $0.raw(unknown) }
    let event = Sample.span {
      $0.message(11) {
        $0.text(2, "event")
        $0.raw(unknown)
      }
    }
    let plain = Sample.span()
    func request(_ top: [UInt8], _ block: [UInt8], _ inner: [UInt8]) -> [UInt8] {
      ProtobufBytes.message {
        $0.raw(top)
        $0.message(1) { one in
          one.payload(1, Sample.resource)
          one.raw(block)
          one.message(2) { two in
            two.raw(inner)
            two.payload(2, plain)
          }
        }
      }
    }
    return [
      ("span", Sample.request([span])), ("event", Sample.request([event])),
      ("resource", Sample.request([plain], resource: Sample.resource + unknown)),
      ("scope", Sample.request([plain], scope: Sample.scope + unknown)),
      ("request", request(unknown, [], [])),
      ("resource spans", request([], unknown, [])), ("scope spans", request([], [], unknown)),
    ]
  }

  @Test(arguments: [PrivacyMode.minimal, .balanced])
  func isKeptInMetricsAndLogs(_ mode: PrivacyMode) throws {
    let metric = Sample.metric {
      $0.raw(Self.unknown)
      $0.message(5) {
        $0.raw(Self.unknown)
        $0.message(1) {
          $0.raw(Self.unknown)
          $0.message(5) { $0.raw(Self.unknown) }
        }
      }
    }
    let metrics = try process(.metrics, Sample.request([metric]), .passing(mode)).records
    for path in [[], [5], [5, 1], [5, 1, 5]] as [ArraySlice<UInt64>] {
      #expect(Self.isIn(metrics.flatMap { ProtobufTree.payloads($0, path) }), "\(path)")
    }
    let log = Sample.log {
      $0.raw(Self.unknown)
      $0.message(5) { $0.raw(Self.unknown) }
    }
    let logs = try process(.logs, Sample.request([log]), .passing(mode)).records
    #expect(Self.isIn(logs) && logs[0].contains(Self.unknown + Self.unknown) == false)
  }

  @Test(arguments: Signal.allCases)
  func harmlessRequestsPassByteForByte(_ signal: Signal) throws {
    let request = Sample.request([Sample.record(signal), Sample.record(signal)])
    #expect(try process(signal, request, .passing(.balanced)).output == request)
  }

  /// Fields that a decoder would take for unknown, because their wire type is another one.
  @Test(arguments: Signal.allCases)
  func aKnownFieldInAnotherWireTypeIsLeftOut(_ signal: Signal) throws {
    let wrong = ProtobufBytes.message {
      $0.fixed32(1, 1)
      $0.fixed32(2, 1)
      $0.fixed32(3, 1)
      $0.group(5) { $0.varint(1, 1) }
    }
    let request = ProtobufBytes.message {
      $0.varint(1, 1)
      $0.message(1) { block in
        block.raw(wrong)
        block.payload(1, Sample.resource + ProtobufBytes.message { $0.varint(1, 1) })
        block.message(2) { inner in
          inner.raw(ProtobufBytes.message { $0.fixed64(2, 1) })
          inner.payload(1, Sample.scope + ProtobufBytes.message { $0.varint(1, 1) })
          inner.payload(2, Sample.record(signal) + wrong)
        }
      }
    }
    let output = try process(signal, request).output
    let expected = ProtobufBytes.message {
      $0.message(1) { block in
        // Resource and scope blocks have no field 5, so that one is unknown there.
        block.group(5) { $0.varint(1, 1) }
        block.payload(1, Sample.resource)
        block.message(2) { inner in
          inner.payload(1, Sample.scope)
          inner.payload(2, Sample.record(signal))
        }
      }
    }
    #expect(ProtobufTree.normalized(output, signal.requestType) == expected)
  }
}
