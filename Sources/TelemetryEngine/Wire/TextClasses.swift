/// Which kinds of bytes occur in a text: one pass tells which detectors could find anything.
struct TextClasses: OptionSet {
  let rawValue: UInt32

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
  /// `m`, `U` and `u`: every `/home/`, `Users` and `users` has one.
  static let homeLetter = TextClasses(rawValue: 1 << 15)
  static let question = TextClasses(rawValue: 1 << 16)
  static let percent = TextClasses(rawValue: 1 << 17)
  static let quote = TextClasses(rawValue: 1 << 18)
  static let other = TextClasses(rawValue: 1 << 19)

  static let all = TextClasses(rawValue: .max)

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
    case UInt8(ascii: "m"), UInt8(ascii: "U"), UInt8(ascii: "u"): [.letter, .homeLetter]
    case UInt8(ascii: "?"): .question
    case UInt8(ascii: "%"): [.sign, .percent]
    case UInt8(ascii: "\""), UInt8(ascii: "'"): [.sign, .quote]
    case _ where ASCII.isLetter(byte): .letter
    case _ where "`#&$".utf8.contains(byte): .sign
    default: .other
    }
  }
}

/// The classes of all 256 bytes, as a table.
///
/// The table is allocated once for the process and never freed or written again, and an index is
/// one byte, so that every load below is inside it.
@safe struct TextClassTable: @unchecked Sendable {
  static let shared = TextClassTable()

  private let classes: UnsafePointer<UInt32>

  private init() {
    let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
    for byte in 0..<256 { unsafe (table + byte).initialize(to: TextClasses.of(UInt8(byte)).rawValue) }
    unsafe classes = UnsafePointer(table)
  }

  /// The union of the classes of `bytes[start..<end]`.
  @inline(__always)
  func classes(_ bytes: RawSpan, _ start: Int, _ end: Int) -> TextClasses {
    precondition(start >= 0 && start <= end && end <= bytes.byteCount)
    var found: UInt32 = 0
    guard end &- start >= 8 else {
      var offset = start
      while offset < end {
        // `0 <= start <= offset < end <= byteCount`.
        found |= unsafe self[UInt64(bytes.uncheckedUInt8(at: offset))]
        offset &+= 1
      }
      return TextClasses(rawValue: found)
    }
    // The last word overlaps the one before it: what was seen twice counts once.
    let last = end &- 8
    var offset = start
    while true {
      // `0 <= start <= offset <= last`, `last + 8 == end <= byteCount`.
      found |= unsafe classes(ofAll: bytes.uncheckedLittleEndian64(at: offset))
      if offset == last { return TextClasses(rawValue: found) }
      offset = min(offset &+ 8, last)
    }
  }

  @inline(__always)
  private func classes(ofAll word: UInt64) -> UInt32 {
    self[word] | self[word &>> 8] | self[word &>> 16] | self[word &>> 24]
      | self[word &>> 32] | self[word &>> 40] | self[word &>> 48] | self[word &>> 56]
  }

  /// The classes of one byte.
  @inline(__always)
  func classes(_ byte: UInt8) -> TextClasses { TextClasses(rawValue: self[UInt64(byte)]) }

  @inline(__always)
  private subscript(_ word: UInt64) -> UInt32 {
    unsafe classes[Int(truncatingIfNeeded: word & 0xff)]
  }
}
