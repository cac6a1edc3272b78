/// A text cut into lines as the YAML reader counts them.
package enum SourceText {
  /// The lines without their ends, which are CR, LF, CR LF, NEL, LS and PS; a byte order mark is no part of
  /// the first.
  package static func lines(of bytes: [UInt8]) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = [[]]
    var last: Unicode.Scalar?
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\n" where last == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
      case "\u{FEFF}" where last == nil: break
      default: lines[lines.count - 1].append(scalar)
      }
      last = scalar
    }
    return lines
  }
}
