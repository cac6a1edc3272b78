/// OTLP/JSON: the JSON form of OTLP's protobuf messages (OTLP specification, "JSON Protobuf Encoding").
package enum OTLPJSON {
  /// Appends an export request as one JSON object, without a line end.
  ///
  /// Ids are hexadecimal, other bytes base64, 64-bit integers decimal strings, enumerations integers
  /// and non-finite doubles strings. A field appears exactly if it is on the wire; fields that this
  /// version does not know have no JSON form and are left out. The writer agrees with a protobuf
  /// decoder on input that is legal but unusual: fields in any order, elements of a repeated field
  /// scattered or packed, singular fields that occur twice.
  ///
  /// - Parameter request: the protobuf bytes of an `Export…ServiceRequest` of `signal`; the JSON is
  ///   at most sixteen times as long.
  /// - Throws: `MalformedProtobuf` when a protobuf decoder would refuse the bytes; `output` is then
  ///   as it was before.
  package static func encode(
    _ signal: Signal, _ request: RawSpan, into output: inout WireBuffer
  ) throws(MalformedProtobuf) {
    let start = output.count
    let writer = MessageJSONWriter(request)
    do throws(MalformedProtobuf) {
      try writer.message(signal.requestType, 0, request.byteCount, depth: 0, into: &output)
    } catch {
      output.truncate(to: start)
      throw error
    }
  }
}
