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
  /// - Parameters:
  ///   - signal: what `request` is an `Export…ServiceRequest` of.
  ///   - request: the protobuf bytes.
  ///   - output: what the JSON is appended to, at most sixteen bytes for one of the request.
  /// - Throws: `WireError` when the bytes are no such message; `output` is then as it was
  ///   before. A fault inside a value that a later one replaces may go unnoticed.
  package static func encode(
    _ signal: Signal, _ request: RawSpan, into output: inout WireBuffer
  ) throws(WireError) {
    let start = output.count
    do throws(WireError) {
      if try !write(signal, request, .optimistic, into: &output) {
        output.truncate(to: start)
        _ = try write(signal, request, .surveying, into: &output)
      }
    } catch {
      output.truncate(to: start)
      throw error
    }
  }

  /// False when the request needs a surveying writer.
  private static func write(
    _ signal: Signal, _ request: RawSpan, _ mode: MessageJSONWriter.Mode,
    into output: inout WireBuffer
  ) throws(WireError) -> Bool {
    var writer = MessageJSONWriter(request, mode)
    try writer.message(signal.requestType, 0, request.byteCount, depth: 0, into: &output)
    return !writer.metScattered
  }
}
