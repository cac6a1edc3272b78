internal import PrivacyCatalogue

/// The values in the query of a URL, which are what people typed: the names stay.
enum QueryDetector {
  /// Queries behind a `?` anywhere in a text.
  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts, into edits: inout TextEdits
  ) {
    var offset = start
    while let mark = bytes.firstIndex(of: UInt8(ascii: "?"), offset, end) {
      offset = mark + 1
      // A question is not followed by `name=`, and has no path before it.
      let isBehindPath = isBehindPath(bytes, mark, start)
      guard isBehindPath || endOfName(bytes, mark + 1, end) ?? 0 > mark + 1 else { continue }
      offset = findPairs(in: bytes, mark + 1, end, isBehindPath ? .behindPath : .pairs, texts, into: &edits)
    }
  }

  /// A text that is a query as a whole, with or without its `?`.
  static func findAll(
    in bytes: RawSpan, _ start: Int, _ end: Int, _ texts: ReplacementTexts, into edits: inout TextEdits
  ) {
    let open = start < end && bytes.uint8(at: start) == UInt8(ascii: "?") ? start + 1 : start
    _ = findPairs(in: bytes, open, end, .whole, texts, into: &edits)
  }

  private enum Kind {
    /// `name=value` alone.
    case pairs
    /// Values without a name, too.
    case behindPath
    /// Likewise, and only the text's end ends it.
    case whole
  }

  /// The pairs from `start` on; returns where the query ends.
  private static func findPairs(
    in bytes: RawSpan, _ start: Int, _ end: Int, _ kind: Kind, _ texts: ReplacementTexts,
    into edits: inout TextEdits
  ) -> Int {
    var offset = start
    while offset < end {
      let name = offset
      var value: Int?
      while offset < end {
        let byte = bytes.uint8(at: offset)
        if byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";") { break }
        if kind != .whole, endsQuery(byte) { break }
        offset += 1
        if byte == UInt8(ascii: "="), value == nil {
          value = offset
          // It may hold what ends a query elsewhere.
          if texts.isRedacted(bytes, offset, end) {
            offset += texts.redacted.count
            value = offset
          }
        }
      }
      let open = value ?? (kind == .pairs ? offset : name)
      if open < offset, !bytes.isOnly("REDACTED", open, offset), !Pseudonym.isOne(bytes, open, offset) {
        edits.add(open, offset, .queryValue, .redactedValue)
      }
      guard offset < end, kind == .whole || !endsQuery(bytes.uint8(at: offset)) else { return offset }
      offset += 1
    }
    return offset
  }

  /// Whether a slash is in the word before the `?`.
  private static func isBehindPath(_ bytes: RawSpan, _ mark: Int, _ start: Int) -> Bool {
    var offset = mark
    while offset > start, mark - offset < 256, bytes.uint8(at: offset - 1) > 0x20 {
      if bytes.uint8(at: offset - 1) == UInt8(ascii: "/") { return true }
      offset -= 1
    }
    return false
  }

  private static func endOfName(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var offset = start
    while offset < end, offset - start <= 128 {
      let byte = bytes.uint8(at: offset)
      if byte == UInt8(ascii: "=") { return offset }
      guard byte > 0x20, byte != UInt8(ascii: "?"), byte != UInt8(ascii: "/"), !endsQuery(byte) else {
        return nil
      }
      offset += 1
    }
    return nil
  }

  private static func endsQuery(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"),
      UInt8(ascii: ">"),
      UInt8(ascii: "#"), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}
