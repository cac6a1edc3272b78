internal import PrivacyCatalogue

/// JSON web tokens (RFC 7519), and tokens with a well-known prefix.
enum TokenDetector {
  static func find(in bytes: RawSpan, _ start: Int, _ end: Int, into edits: inout TextEdits) {
    var offset = start
    while offset < end {
      let close = endOfToken(bytes, offset, end)
      let length = close - offset
      if length >= 10, bytes.matches("eyJ", at: offset, before: close) {
        offset = jsonWebToken(bytes, offset, close, end, &edits)
      } else if length <= 4, length >= 2, close < end, bytes.uint8(at: close) == 0x2e,
        KnownTokens.isDotted(bytes, offset, close)
      {
        offset = dottedToken(bytes, offset, close, end, &edits)
      } else {
        if length >= KnownTokens.minimumLength, let token = KnownTokens.first(in: bytes, offset, close) {
          edits.add(token, close, .knownToken, .redacted)
        }
        offset = close + 1
      }
    }
  }

  /// A token with dots in it, whose prefix ends at `close`; returns where it ends.
  private static func dottedToken(
    _ bytes: RawSpan, _ start: Int, _ close: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var last = close
    while last < end, bytes.uint8(at: last) == 0x2e {
      let next = endOfToken(bytes, last + 1, end)
      if next == last + 1 { break }
      last = next
    }
    if last - start >= KnownTokens.dottedLength { edits.add(start, last, .knownToken, .redacted) }
    return max(last, close + 1)
  }

  private static func endOfToken(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Int {
    let table = TextClassTable.shared
    var close = start
    while close < end, !table.classes(bytes.uint8(at: close)).isDisjoint(with: .token) { close += 1 }
    return close
  }

  /// `header.payload` or `header.payload.signature`; returns where it ends.
  private static func jsonWebToken(
    _ bytes: RawSpan, _ start: Int, _ headerEnd: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var close = headerEnd
    var parts = 1
    while parts < 5, close < end, bytes.uint8(at: close) == 0x2e {
      close = endOfToken(bytes, close + 1, end)
      parts += 1
    }
    guard parts >= 2 else { return close }
    edits.add(start, close, .jsonWebToken, .redacted)
    return close
  }
}
