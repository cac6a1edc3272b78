import Testing
import Transport

@Suite struct TargetHeaderTests {
  @Test(arguments: [
    ("", "t0psecret", TargetHeaderError.invalidName("")),
    ("bad name", "t0psecret", .invalidName("bad name")),
    (":path", "t0psecret", .invalidName(":path")),
    ("Host", "t0psecret", .reserved("host")),
    ("grpc-timeout", "t0psecret", .reserved("grpc-timeout")),
    ("x-key", "t0psecret\r\nx-other: 1", .invalidValue("x-key")),
  ])
  func whatCannotBeSentIsNamedWithoutItsValue(name: String, value: String, expected: TargetHeaderError) {
    let error = #expect(throws: TargetHeaderError.self) { try TargetHeader(name: name, value: value) }
    #expect(error == expected)
    #expect(error?.description.contains("t0psecret") == false)
  }

  @Test func aValueIsNeverPrinted() throws {
    let header = try TargetHeader(name: "Api-Key", value: "t0psecret")
    #expect("\(header)" == "api-key: [secret]")
    #expect(String(reflecting: header) == "api-key: [secret]")
  }
}
