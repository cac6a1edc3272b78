import TelemetryEngine
import Testing

@Suite struct OTLPJSONNumberTests {
  /// Each count of digits, and both sides of each.
  static let integers: [UInt64] = {
    var values: [UInt64] = [.max, .max - 1, 1 << 63]
    var power: UInt64 = 1
    for _ in 0..<20 {
      values += [power - 1, power, power + 1, power / 2 * 3]
      power = power.multipliedReportingOverflow(by: 10).partialValue
    }
    return values
  }()

  @Test(arguments: integers)
  func integersKeepEveryDigit(_ value: UInt64) throws {
    let time = spanRequest { $0.fixed64(7, value) }
    #expect(try json(.traces, time) == spanJSON(#""startTimeUnixNano":"\#(value)""#))
    let signed = attributeRequest { $0.varint(3, value) }
    let text = Int64(bitPattern: value).description
    #expect(try json(.traces, signed) == spanJSON(#""attributes":[{"value":{"intValue":"\#(text)"}}]"#))
  }

  @Test(arguments: [
    0.1, -0.1, 1.5, 1e21, 1e-7, 123456.789, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, -0.0, 0, 1, -1, 0x1p53, 0x1p53 - 1, -0x1p53 + 1, 0x1p63, -0x1p63, 1e19,
  ])
  func doublesReadBackAsTheyWere(_ value: Double) throws {
    let request = attributeRequest { $0.fixed64(4, value.bitPattern) }
    let text = try json(.traces, request)
    let number = text.drop { $0 != "d" }.drop { $0 != ":" }.dropFirst().prefix { $0 != "}" }
    #expect(Double(String(number))?.bitPattern == value.bitPattern)
  }

  @Test(arguments: [
    (Double.nan, "NaN"), (-.nan, "NaN"), (.signalingNaN, "NaN"), (.infinity, "Infinity"),
    (-.infinity, "-Infinity"),
  ])
  func nonFiniteDoublesAreStrings(_ value: Double, _ name: String) throws {
    let request = attributeRequest { $0.fixed64(4, value.bitPattern) }
    let expected = spanJSON(#""attributes":[{"value":{"doubleValue":"\#(name)"}}]"#)
    #expect(try json(.traces, request) == expected)
  }
}
