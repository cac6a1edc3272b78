import Foundation
import TelemetryEngine
import Testing

/// What `OTLPJSON` makes of a request.
func json(_ signal: Signal, _ request: [UInt8]) throws(WireError) -> String {
  var output = WireBuffer(minimumCapacity: 64)
  try OTLPJSON.encode(signal, unsafe request.span.bytes, into: &output)
  return output.withSpan { unsafe $0.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}

@Suite struct OTLPJSONTests {
  @Test(arguments: Signal.allCases)
  func agreesWithTheOfficialClasses(_ signal: Signal) throws {
    let request = try Golden.bytes("json/\(signal.name).pb")
    let expected = try Golden.text("json/\(signal.name).json").dropLast()
    #expect(try json(signal, request) == expected)
  }

  /// The order of an object's keys may differ here, nothing else: the length is compared so that a
  /// key written twice is noticed.
  @Test(arguments: Signal.allCases)
  func readsAnyLegalEncodingAlike(_ signal: Signal) throws {
    let request = try Golden.bytes("json/\(signal.name).scrambled.pb")
    let expected = try Golden.text("json/\(signal.name).json").dropLast()
    let written = try json(signal, request)
    #expect(written.utf8.count == expected.utf8.count)
    let parsed = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? NSDictionary
    let wanted = try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary
    #expect(parsed == wanted)
  }

  @Test func anEmptyRequestIsAnEmptyObject() throws {
    #expect(try json(.traces, []) == "{}")
  }

  @Test func twoRequestsInOneBatchAreOneObject() throws {
    let request = ProtobufBytes.message { $0.message(1) { $0.text(3, "url") } }
    let resource = #"{"schemaUrl":"url"}"#
    #expect(try json(.logs, request + request) == #"{"resourceLogs":[\#(resource),\#(resource)]}"#)
  }

  /// A zero that is on the wire is written; one that is not, is not.
  @Test func presenceFollowsTheWire() throws {
    let span = spanRequest { $0.varint(6, 0) }
    #expect(try json(.traces, span) == spanJSON(#""kind":0"#))
  }

  @Test func ofAOneofTheLastMemberCounts() throws {
    let request = attributeRequest {
      $0.text(1, "first")
      $0.message(5) { $0.message(1) { $0.varint(3, 1) } }
      $0.varint(2, 1)
      $0.message(5) { $0.message(1) { $0.varint(3, 2) } }
      $0.message(5) { $0.message(1) { $0.varint(3, 3) } }
    }
    let values = #"{"arrayValue":{"values":[{"intValue":"2"},{"intValue":"3"}]}}"#
    #expect(try json(.traces, request) == spanJSON(#""attributes":[{"value":\#(values)}]"#))
  }

  @Test func aKnownNumberOfAnotherWireTypeIsUnknown() throws {
    let request = spanRequest {
      $0.varint(5, 7)
      $0.fixed64(9, 7)
      $0.text(6, "kind")
      $0.text(5, "name")
    }
    #expect(try json(.traces, request) == spanJSON(#""name":"name""#))
  }

  @Test func integersAreCutToTheirWidth() throws {
    let request = spanRequest {
      $0.varint(6, 0xffff_ffff_ffff_fffe)
      $0.varint(10, 0x1_0000_0002)
    }
    #expect(try json(.traces, request) == spanJSON(#""kind":-2,"droppedAttributesCount":2"#))
  }

  @Test func packedAndSingleValuesShareOneList() throws {
    let request = ProtobufBytes.message {
      $0.message(1) {
        $0.message(2) {
          $0.message(2) {
            $0.message(10) {
              $0.message(1) {
                $0.message(8) {
                  $0.varint(2, 1)
                  $0.payload(2, [2, 0x80, 1])
                  $0.payload(2, [])
                  $0.varint(2, 3)
                }
              }
            }
          }
        }
      }
    }
    #expect(try json(.metrics, request).contains(#"{"bucketCounts":["1","2","128","3"]}"#))
  }
}

/// A request of one span with the given fields.
func spanRequest(_ fields: (inout ProtobufBytes) -> Void) -> [UInt8] {
  ProtobufBytes.message { $0.message(1) { $0.message(2) { $0.message(2, fields) } } }
}

func spanJSON(_ fields: String) -> String {
  #"{"resourceSpans":[{"scopeSpans":[{"spans":[{\#(fields)}]}]}]}"#
}

/// A request of one span with one attribute whose value has the given fields.
func attributeRequest(_ fields: (inout ProtobufBytes) -> Void) -> [UInt8] {
  spanRequest { $0.message(9) { $0.message(2, fields) } }
}
