import TelemetryEngine
import Testing

@Suite struct OTLPJSONHostileTests {
  private func reason(_ signal: Signal, _ request: [UInt8]) -> WireError.Reason? {
    do throws(WireError) {
      _ = try json(signal, request)
      return nil
    } catch {
      return error.reason
    }
  }

  @Test(
    arguments: [
      ([0x02, 0x00], .invalidFieldNumber), ([0x0e], .invalidWireType), ([0x0f], .invalidWireType),
      ([0xff, 0xff, 0xff, 0xff, 0x7f, 0x00], .invalidFieldNumber),
      ([0x8a, 0x80, 0x80, 0x80, 0x80, 0x00], .invalidFieldNumber),
      ([0x80], .truncated), ([0x08], .truncated), ([0x09, 1, 2, 3], .truncated), ([0x0d, 1], .truncated),
      ([0x08] + [UInt8](repeating: 0x80, count: 10) + [1], .varintTooLong),
      ([0x0a], .truncated), ([0x0a, 0x01], .truncated),
      ([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01], .varintTooLong),
      ([0x0c], .unmatchedGroup), ([0x0b], .unmatchedGroup), ([0x0b, 0x14], .unmatchedGroup),
      ([0x0b, 0x12, 0x05, 0x0c], .truncated),
    ] as [([UInt8], WireError.Reason)])
  func whatIsNoProtobufIsRefused(_ request: [UInt8], _ expected: WireError.Reason) {
    #expect(reason(.traces, request) == expected)
  }

  @Test func aRefusedRequestLeavesNoTrace() throws {
    var output = WireBuffer(minimumCapacity: 64)
    output.append(Array("before".utf8))
    let request = spanRequest { $0.text(5, "name") } + [0x0a, 0x01]
    #expect(throws: WireError.self) {
      try OTLPJSON.encode(.traces, unsafe request.span.bytes, into: &output)
    }
    #expect(output.sealed().copied() == Array("before".utf8))
  }

  /// An attribute value of arrays in arrays; each holds one element and `extra` empty arrays before.
  private func nested(_ levels: Int, extra: Int = 0) -> [UInt8] {
    (0..<levels).reduce([]) { inner, _ in
      ProtobufBytes.message { value in
        for _ in 0..<extra { value.payload(5, []) }
        value.message(5) { $0.payload(1, inner) }
      }
    }
  }

  @Test func nestingIsBoundedAsInOtherDecoders() {
    #expect(reason(.traces, attributeRequest { $0.raw(nested(47)) }) == nil)
    #expect(reason(.traces, attributeRequest { $0.raw(nested(48)) }) == .nestedTooDeeply)
    #expect(reason(.traces, attributeRequest { $0.raw(nested(5000)) }) == .nestedTooDeeply)
  }

  /// Were each level written and then written again, this would take 2^47 steps.
  @Test func partsWithinPartsTakeNoMoreThanTheirLength() throws {
    let text = try json(.traces, attributeRequest { $0.raw(nested(47, extra: 1)) })
    #expect(try text == json(.traces, attributeRequest { $0.raw(nested(47)) }))
  }

  @Test func groupsAreSteppedOverToTheLimit() throws {
    func groups(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: 0xf3, count: depth).flatMap { [$0, 0x0f] }
        + [UInt8](repeating: 0xf4, count: depth).flatMap { [$0, 0x0f] }
    }
    #expect(try json(.traces, groups(100)) == "{}")
    #expect(reason(.traces, groups(101)) == .nestedTooDeeply)
  }

  @Test func aMessageInManyPartsIsRefused() throws {
    func parts(_ count: Int) -> [UInt8] {
      spanRequest { span in
        for _ in 0..<count { span.message(15) { $0.varint(3, 2) } }
      }
    }
    #expect(try json(.traces, parts(1024)) == spanJSON(#""status":{"code":2}"#))
    #expect(reason(.traces, parts(1025)) == .tooManyFragments)
  }

  @Test(arguments: Signal.allCases, ["pb", "scrambled.pb"])
  func everyPrefixAndEveryFlippedBitEnds(_ signal: Signal, _ form: String) throws {
    let request = try Golden.bytes("json/\(signal.name).\(form)")
    let full = try json(signal, request)
    for length in 1..<request.count {
      let cut = try? json(signal, Array(request.prefix(length)))
      #expect(cut != full)
    }
    for index in request.indices {
      var damaged = request
      damaged[index] ^= 1 << UInt8(index % 8)
      if let text = try? json(signal, damaged) { #expect(text.hasPrefix("{") && text.hasSuffix("}")) }
    }
  }

  @Test func anErrorSaysWhereAndWhat() {
    let error = WireError(.truncated, at: 12)
    #expect(error.description == "malformed protobuf at byte 12: a field goes past the end of its message")
  }
}
