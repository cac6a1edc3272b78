import PrivacyCatalogue
import TelemetryEngine
import Testing

/// Entity references name keys of their resource; whatever becomes of a key, they name what there is.
@Suite struct EntityReferenceTests {
  @Test(arguments: PrivacyMode.allCases)
  func noneDangles(_ mode: PrivacyMode) throws {
    let keys = [
      "service.name", "host.id", "mail jane@example.com", "Bearer 0123456789abcdef0123", "/home/jane/x",
      "password",
      "enduser.id", "tenant",
    ]
    let resource = ProtobufBytes.message {
      for key in keys { $0.attribute(1, key, "some value") }
      $0.message(3) { reference in
        reference.text(2, "host")
        for key in keys.dropLast(4) { reference.text(3, key) }
        for key in keys.dropFirst(4) { reference.text(4, key) }
      }
    }
    var options = PipelineOptions.passing(mode)
    options.privacy[.metrics].own = OwnKeyRules(drop: ["host.id"], redact: ["tenant"])
    let output = try process(.metrics, Sample.request([Sample.metric()], resource: resource), options).output
    let left = try #require(ProtobufTree.payloads(output, 1, 1).first)
    let names = Set(left.attributes(1).keys)
    #expect(names.count == keys.count)
    #expect(Set(ProtobufTree.texts(left, 3, 3) + ProtobufTree.texts(left, 3, 4)) == names)
    #expect(!output.contains("0123456789abcdef"))
  }
}
