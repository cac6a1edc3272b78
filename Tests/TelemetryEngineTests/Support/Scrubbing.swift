import PrivacyCatalogue
import TelemetryEngine

/// What leaves of an attribute's text in a span, under a key that says nothing.
func scrubbed(_ text: String, _ mode: PrivacyMode, key: String = "http.route") throws -> String? {
  let request = Sample.request([Sample.span { $0.attribute(9, key, text) }])
  return try process(.traces, request, .passing(mode)).records.first?.attributes(9)[key]
}

/// What leaves of an attribute's text in a resource, which identifies what it describes.
func scrubbedInStream(
  _ text: String, _ mode: PrivacyMode, key: String = "http.route", secret: String = "test"
) throws -> String? {
  let resource = Sample.resource + ProtobufBytes.message { $0.attribute(1, key, text) }
  let request = Sample.request([Sample.metric()], resource: resource)
  let output = try process(.metrics, request, .passing(mode, key: secret)).output
  return ProtobufTree.payloads(output, 1, 1).first?.attributes(1)[key]
}

/// Whether a text is a pseudonym.
func isPseudonym(_ text: String?) -> Bool {
  guard let text, text.hasPrefix("anon-"), text.utf8.count == 29 else { return false }
  return text.dropFirst(5).allSatisfy { "0123456789abcdef".contains($0) }
}
