import TelemetryEngine

/// What `OTLPJSON` makes of a text.
func wire(_ signal: Signal, _ text: [UInt8]) throws(OTLPJSONError) -> [UInt8] {
  var output = WireBuffer(minimumCapacity: 64)
  try OTLPJSON.decode(signal, unsafe text.span.bytes, into: &output)
  return output.sealed().copied()
}

func wire(_ signal: Signal, _ text: String) throws(OTLPJSONError) -> [UInt8] {
  try wire(signal, Array(text.utf8))
}

/// Why a text is refused; nil when it is not.
func jsonFault(_ signal: Signal, _ text: [UInt8]) -> OTLPJSONError? {
  do throws(OTLPJSONError) {
    _ = try wire(signal, text)
    return nil
  } catch {
    return error
  }
}

func jsonFault(_ text: String) -> OTLPJSONError? { jsonFault(.traces, Array(text.utf8)) }

/// The protobuf encoding of a span whose fields are given in JSON, and nothing around it.
func span(fromJSON fields: String) throws -> [UInt8] {
  ProtobufTree.payloads(try wire(.traces, spanJSON(fields)), 1, 2, 2).first ?? []
}

/// The protobuf encoding of an attribute value that is given in JSON.
func value(fromJSON value: String) throws -> [UInt8] {
  let span = try span(fromJSON: #""attributes":[{"value":\#(value)}]"#)
  return ProtobufTree.payloads(span, 9, 2).first ?? []
}
