/// One export request among those of a text, found before anything is known of it.
package struct OTLPJSONDocument: Sendable, Equatable {
  package let range: Range<Int>
  /// Those whose key the outermost object has, in the order in which it has them. Usually one; none for
  /// `{}`.
  package let signals: [Signal]
  /// Whether the object has no keys at all.
  package let isEmpty: Bool

  /// Finds the request that begins at `position`, or behind space there; nil when there is no more.
  ///
  /// A text may hold one request, on any number of lines, or several, each of which begins on a line of its
  /// own (JSON Lines).
  ///
  /// - Throws: where what is there is no JSON object, or more follows on its last line. That the object is a
  ///   request shows only when it is decoded.
  package static func next(in text: RawSpan, from position: Int) throws(OTLPJSONError) -> Self? {
    var scanner = JSONScanner(text, position, text.byteCount)
    scanner.skipSpace()
    guard scanner.position < scanner.end else { return nil }
    let start = scanner.position
    var signals: [Signal] = []
    try scanner.expect(UInt8(ascii: "{"), .object)
    let isEmpty = scanner.takeEmpty(UInt8(ascii: "}"))
    if !isEmpty {
      repeat {
        let key = try scanner.key()
        if let signal = signal(of: key, text), !signals.contains(signal) { signals.append(signal) }
        try scanner.skipValue(nesting: 1)
      } while try scanner.hasMore(before: UInt8(ascii: "}"))
    }
    let end = scanner.position
    scanner.skipSpace()
    let isAlone = scanner.position == scanner.end
    guard isAlone || text.firstIndex(of: UInt8(ascii: "\n"), end, scanner.position) != nil else {
      throw scanner.unmet(.lineEnd)
    }
    return Self(range: start..<end, signals: signals, isEmpty: isEmpty)
  }

  /// Whether bytes are rather such a text than protobuf, in which a line feed and a brace may be a tag and a
  /// length: whether the first thing that is no space is a brace, and what follows may follow in JSON.
  package static func isLikely(_ bytes: RawSpan) -> Bool {
    var scanner = JSONScanner(bytes, 0, bytes.byteCount)
    scanner.skipSpace()
    guard scanner.take(UInt8(ascii: "{")) else { return false }
    return scanner.position == scanner.end || [UInt8(ascii: "\""), UInt8(ascii: "}")].contains(scanner.next)
  }

  private static func signal(of key: JSONString, _ text: RawSpan) -> Signal? {
    var name = WireBuffer(minimumCapacity: key.end - key.start)
    name.append(key, of: text)
    return name.withSpan { name in
      Signal.allCases.first { JSONKeys.otlp.number($0.requestType, name, 0, name.byteCount) != nil }
    }
  }
}
