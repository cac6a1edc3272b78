import Testing
import Transport

@Suite struct MediaTypeTests {
  @Test(arguments: [
    ("application/x-protobuf", MediaType.protobuf),
    ("application/x-protobuf; charset=utf-8", .protobuf),
    ("Application/X-Protobuf ;charset=utf-8", .protobuf),
    (" application/x-protobuf\t", .protobuf),
    ("application/x-protobuf+json", .other),
    ("application/x-protobu", .other),
    ("application/protobuf", .other),
    ("APPLICATION/JSON", .json),
    ("application/json;q=1", .json),
    ("application/grpc", .grpc),
    ("application/grpc+proto", .grpc),
    ("application/grpc;x=y", .grpc),
    ("application/grpc+json", .otherGRPC),
    ("application/grpc-web", .other),
    ("application/grpc-web+proto", .other),
    ("text/plain", .other),
    ("", .missing),
    (" ; charset=utf-8", .missing),
  ])
  func isParsedAsAMediaType(value: String, expected: MediaType) {
    #expect(MediaType(Array(value.utf8).span) == expected)
  }
}
