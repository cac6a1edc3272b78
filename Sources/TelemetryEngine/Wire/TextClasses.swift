/// Which kinds of bytes occur in a text: one pass tells which detectors could find anything.
struct TextClasses: OptionSet {
  let rawValue: UInt16

  static let nonASCII = TextClasses(rawValue: 1 << 0)
  static let at = TextClasses(rawValue: 1 << 1)
  static let slash = TextClasses(rawValue: 1 << 2)
  static let backslash = TextClasses(rawValue: 1 << 3)
  static let dot = TextClasses(rawValue: 1 << 4)
  static let colon = TextClasses(rawValue: 1 << 5)
  static let equals = TextClasses(rawValue: 1 << 6)
  static let digit = TextClasses(rawValue: 1 << 7)
  static let dash = TextClasses(rawValue: 1 << 8)
  static let underscore = TextClasses(rawValue: 1 << 9)
  static let space = TextClasses(rawValue: 1 << 10)
  static let letter = TextClasses(rawValue: 1 << 11)
  /// `I` and `J`: every JWT (`eyJ`), AWS key id (`AKIA`, `ASIA`) and Google key (`AIza`) has one.
  static let rareCapital = TextClasses(rawValue: 1 << 12)
  /// `b` and `B`, with which `Bearer` and `Basic` begin.
  static let letterB = TextClasses(rawValue: 1 << 13)
  /// Quotes, `#`, `&`, `%` and `$`.
  static let sign = TextClasses(rawValue: 1 << 14)

  /// Letters, digits, `-` and `_`: base64url, and the alphabet of most tokens.
  static let token: TextClasses = [.letter, .digit, .dash, .underscore]
  /// What makes a word of a message a value rather than a word.
  static let variable: TextClasses = [.digit, .nonASCII, .at, .slash, .backslash, .equals, .sign]

  static func of(_ byte: UInt8) -> TextClasses {
    switch byte {
    case 0x80...: .nonASCII
    case UInt8(ascii: "@"): .at
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "\\"): .backslash
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: "="): .equals
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    case UInt8(ascii: "-"): .dash
    case UInt8(ascii: "_"): .underscore
    case UInt8(ascii: " "): .space
    case UInt8(ascii: "I"), UInt8(ascii: "J"): [.letter, .rareCapital]
    case UInt8(ascii: "b"), UInt8(ascii: "B"): [.letter, .letterB]
    case _ where ASCII.isLetter(byte): .letter
    case _ where "\"'`#&%$".utf8.contains(byte): .sign
    default: []
    }
  }
}

/// The classes of all 256 bytes, as a table.
///
/// The table is allocated once for the process and never freed or written again, and an index is
/// one byte, so that every load below is inside it.
@safe struct TextClassTable: @unchecked Sendable {
  static let shared = TextClassTable()

  private let classes: UnsafePointer<UInt16>

  private init() {
    let table = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
    for byte in 0..<256 { unsafe (table + byte).initialize(to: TextClasses.of(UInt8(byte)).rawValue) }
    unsafe classes = UnsafePointer(table)
  }

  /// The union of the classes of `bytes[start..<end]`.
  @inline(__always)
  func classes(_ bytes: RawSpan, _ start: Int, _ end: Int) -> TextClasses {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    var found: UInt16 = 0
    var offset = start
    while offset + 8 <= end {
      // `0 <= start <= offset`, `offset + 8 <= end <= byteCount`.
      let word = unsafe bytes.uncheckedLittleEndian64(at: offset)
      found |= self[word] | self[word &>> 8] | self[word &>> 16] | self[word &>> 24]
      found |= self[word &>> 32] | self[word &>> 40] | self[word &>> 48] | self[word &>> 56]
      offset += 8
    }
    while offset < end {
      found |= unsafe self[UInt64(bytes.uncheckedUInt8(at: offset))]
      offset += 1
    }
    return TextClasses(rawValue: found)
  }

  /// The classes of one byte.
  @inline(__always)
  func classes(_ byte: UInt8) -> TextClasses { TextClasses(rawValue: self[UInt64(byte)]) }

  @inline(__always)
  private subscript(_ word: UInt64) -> UInt16 {
    unsafe classes[Int(truncatingIfNeeded: word & 0xff)]
  }
}
