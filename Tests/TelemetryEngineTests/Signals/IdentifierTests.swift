import TelemetryEngine
import Testing

@Suite struct IdentifierTests {
  static let traceIDs: [[UInt8]] = [
    [], [0], [UInt8](repeating: 0, count: 16), [UInt8](1...15), [UInt8](1...17), [UInt8](1...8),
  ]
  static let spanIDs: [[UInt8]] = [
    [], [0], [UInt8](repeating: 0, count: 8), [UInt8](1...7), [UInt8](1...9), [UInt8](1...16),
  ]

  @Test(arguments: traceIDs)
  func aSpanNeedsATraceID(_ id: [UInt8]) throws {
    let spans = [Sample.span("first"), Sample.span("wrong", traceID: id), Sample.span("last")]
    let processed = try process(.traces, Sample.request(spans))
    #expect(processed.records == [spans[0], spans[2]])
    #expect(processed.items.rejected(.invalidTraceID) == 1)
    #expect(
      processed.items.rejectionMessage(.traces)
        == "1 spans rejected; the first, number 2: trace_id must be 16 bytes that are not all zero")
  }

  @Test(arguments: spanIDs)
  func aSpanNeedsASpanID(_ id: [UInt8]) throws {
    let spans = [Sample.span("wrong", spanID: id), Sample.span("last")]
    let processed = try process(.traces, Sample.request(spans))
    #expect(processed.records == [spans[1]])
    #expect(processed.items.rejected(.invalidSpanID) == 1)
    #expect(processed.items.firstRejection?.item == 0)
  }

  @Test func aSpanWithoutIDFieldsIsRejected() throws {
    let nameless = ProtobufBytes.message { $0.text(5, "work") }
    let half = ProtobufBytes.message { $0.payload(1, Sample.traceID) }
    let processed = try process(.traces, Sample.request([nameless, half]))
    #expect(processed.items.rejected(.invalidTraceID) == 1)
    #expect(processed.items.rejected(.invalidSpanID) == 1)
    #expect(processed.output.isEmpty)
  }

  /// One byte that is not zero is enough, wherever it is.
  @Test func idsOfMostlyZerosPass() throws {
    for position in 0..<16 {
      var id = [UInt8](repeating: 0, count: 16)
      id[position] = 1
      let span = Sample.span(traceID: id, spanID: Array(id.suffix(8)))
      let items = try process(.traces, Sample.request([span])).items
      #expect(items.rejected(.invalidTraceID) == 0)
      #expect(items.kept == (position < 8 ? 0 : 1))
    }
  }

  @Test(arguments: [[], [UInt8](repeating: 0, count: 8), [UInt8](1...8)])
  func anyParentOfTheRightLengthPasses(_ parent: [UInt8]) throws {
    let request = Sample.request([Sample.span { $0.payload(4, parent) }])
    #expect(try process(.traces, request).output == request)
  }

  @Test(arguments: [(0, 0), (16, 8), (16, 0), (0, 8)])
  func logsAreNotRejectedForTheirIDs(_ lengths: (Int, Int)) throws {
    for byte: UInt8 in [0, 7] {
      let request = Sample.request([
        Sample.log {
          $0.payload(9, [UInt8](repeating: byte, count: lengths.0))
          $0.payload(10, [UInt8](repeating: byte, count: lengths.1))
        }
      ])
      #expect(try process(.logs, request).output == request)
    }
  }

  /// Decoders with ids of fixed length refuse a whole request for one of another length, so it goes.
  @Test(arguments: [1, 7, 9, 15, 17, 32])
  func idsOfAWrongLengthAreLeftOut(_ length: Int) throws {
    let wrong = [UInt8](repeating: 7, count: length)
    let log = Sample.log {
      $0.payload(9, wrong)
      $0.payload(10, wrong)
    }
    let logs = try process(.logs, Sample.request([log]))
    #expect(logs.items.kept == 1 && logs.records == [Sample.log()])
    let span = Sample.span {
      $0.payload(4, wrong)
      $0.message(13) {
        $0.payload(1, wrong)
        $0.payload(2, wrong)
        $0.varint(5, 1)
      }
    }
    let expected = Sample.span { $0.message(13) { $0.varint(5, 1) } }
    let spans = try process(.traces, Sample.request([span]))
    #expect(spans.records.map { ProtobufTree.normalized($0, .span) } == [expected])
    let metric = Sample.metric {
      $0.message(7) {
        $0.message(1) { point in
          point.message(5) {
            $0.payload(4, wrong)
            $0.payload(5, wrong)
          }
        }
      }
    }
    let metrics = try process(.metrics, Sample.request([metric]))
    #expect(metrics.items.kept == 2 && ProtobufTree.payloads(metrics.output, 1, 2, 2, 7, 1, 5) == [[]])
  }
}
