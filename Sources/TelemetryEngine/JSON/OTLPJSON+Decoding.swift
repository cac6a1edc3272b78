extension OTLPJSON {
  /// Appends the protobuf encoding of an export request that is given as JSON.
  ///
  /// Ids are hexadecimal digits in any case, whatever their number; other bytes are base64 in either
  /// alphabet, with or without padding; integers are numbers or decimal strings, read exactly, and numbers
  /// such as `1e3` are integers, too; enumerations are numbers. A key is a field's lowerCamelCase name; others
  /// are ignored with their whole value. `null` is the same as no field, but no element of a list. What the
  /// JSON has is on the wire, zeros included, in the order of the JSON.
  ///
  /// Stricter than some decoders: text must be UTF-8, no known key may occur twice in an object, nor two
  /// members of a oneof, and messages may be nested as deep as in protobuf.
  ///
  /// - Parameters:
  ///   - signal: what the text is an `Export…ServiceRequest` of.
  ///   - text: bytes that a stranger sent.
  ///   - range: the part of `text` that is the request, with space around it; all of it by default.
  ///   - output: what is appended to, at most four bytes for one of the text.
  /// - Throws: where the text is no such request; `output` is then as it was before.
  package static func decode(
    _ signal: Signal, _ text: RawSpan, in range: Range<Int>? = nil, into output: inout WireBuffer
  ) throws(OTLPJSONError) {
    let mark = output.count
    do throws(OTLPJSONError) {
      let range = range ?? 0..<text.byteCount
      var reader = MessageJSONReader(text, range.lowerBound, range.upperBound)
      reader.scanner.skipSpace()
      try reader.message(signal.requestType, depth: 0, into: &output)
      reader.scanner.skipSpace()
      guard reader.scanner.position == range.upperBound else { throw reader.scanner.unmet(.endOfDocument) }
    } catch {
      output.truncate(to: mark)
      throw error
    }
  }
}
