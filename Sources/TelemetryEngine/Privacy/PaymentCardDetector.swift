internal import PrivacyCatalogue

/// Numbers of payment cards: 13 to 19 digits in one piece or in the groups that cards show, of a known issuer,
/// with a right check digit (ISO/IEC 7812-1, the Luhn formula).
enum PaymentCardDetector {
  static let minimumLength = 13

  /// The lengths of the groups of cards that are written in groups.
  private static let groupings: [[Int]] = [[4, 4, 4, 4], [4, 6, 5], [4, 6, 4]]

  static func find(in bytes: RawSpan, _ start: Int, _ end: Int, into edits: inout TextEdits) {
    guard mayHold(bytes, start, end) else { return }
    var offset = start
    while offset < end {
      guard ASCII.isDigit(bytes.uint8(at: offset)) else {
        offset += 1
        continue
      }
      let open = offset
      while offset < end, ASCII.isDigit(bytes.uint8(at: offset)) { offset += 1 }
      guard open == start || !joins(bytes.uint8(at: open - 1)) else { continue }
      let close = endOfCard(bytes, open, offset, end)
      guard let close, close == end || !joins(bytes.uint8(at: close)) || isFullStop(bytes, close, end) else {
        continue
      }
      edits.add(open, close, .paymentCard, .redacted)
      offset = close
    }
  }

  /// Whether thirteen or more digits stand together, separated by nothing but spaces and dashes; may be true
  /// where it is not so.
  static func mayHold(_ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var run = 0
    var offset = start
    while offset < end {
      let word =
        end - offset >= 8
        ? bytes.littleEndian64(at: offset) : bytes.littleEndian(at: offset, count: end - offset)
      // The high bit of every byte that is neither digit, space nor dash; bytes of 0x80 and more among them.
      let others = ~(ofDigits(word) | equal(word, 0x20) | equal(word, 0x2d)) & 0x8080_8080_8080_8080
      if others == 0 {
        run += 8
        if run >= minimumLength { return true }
      } else {
        if run + others.trailingZeroBitCount / 8 >= minimumLength { return true }
        run = others.leadingZeroBitCount / 8
      }
      offset += 8
    }
    return run >= minimumLength
  }

  /// The high bit of every byte that is an ASCII digit.
  @inline(__always)
  private static func ofDigits(_ word: UInt64) -> UInt64 {
    let low = word & 0x7f7f_7f7f_7f7f_7f7f
    let atLeastZero = low &+ 0x5050_5050_5050_5050
    let pastNine = low &+ 0x4646_4646_4646_4646
    return atLeastZero & ~pastNine & ~word
  }

  /// The high bit of every byte that is `byte`.
  @inline(__always)
  private static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let other = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
    let low = (other & 0x7f7f_7f7f_7f7f_7f7f) &+ 0x7f7f_7f7f_7f7f_7f7f
    return ~(low | other)
  }

  private static func joins(_ byte: UInt8) -> Bool { ASCII.isWord(byte) || byte == UInt8(ascii: ".") }

  private static func isFullStop(_ bytes: RawSpan, _ offset: Int, _ end: Int) -> Bool {
    bytes.uint8(at: offset) == UInt8(ascii: ".")
      && (offset + 1 == end || !ASCII.isDigit(bytes.uint8(at: offset + 1)))
  }

  /// Where the card ends whose first group of digits is `bytes[open..<close]`; nil when there is none.
  private static func endOfCard(_ bytes: RawSpan, _ open: Int, _ close: Int, _ end: Int) -> Int? {
    if close - open >= 13 { return close - open <= 19 && isCard(bytes, open, close) ? close : nil }
    guard close - open == 4, close < end else { return nil }
    let separator = bytes.uint8(at: close)
    guard separator == UInt8(ascii: " ") || separator == UInt8(ascii: "-") else { return nil }
    for grouping in groupings {
      guard let last = endOfGroups(bytes, open, end, grouping, separator) else { continue }
      if isCard(bytes, open, last) { return last }
    }
    return nil
  }

  private static func endOfGroups(
    _ bytes: RawSpan, _ open: Int, _ end: Int, _ grouping: [Int], _ separator: UInt8
  ) -> Int? {
    var offset = open
    for (index, length) in grouping.enumerated() {
      if index > 0 {
        guard offset < end, bytes.uint8(at: offset) == separator else { return nil }
        offset += 1
      }
      guard end - offset >= length else { return nil }
      for position in offset..<offset + length where !ASCII.isDigit(bytes.uint8(at: position)) { return nil }
      offset += length
    }
    return offset < end && ASCII.isDigit(bytes.uint8(at: offset)) ? nil : offset
  }

  private static func isCard(_ bytes: RawSpan, _ open: Int, _ close: Int) -> Bool {
    var prefix = 0
    var count = 0
    for offset in open..<close where ASCII.isDigit(bytes.uint8(at: offset)) {
      if count < 4 { prefix = prefix * 10 + Int(bytes.uint8(at: offset) - 0x30) }
      count += 1
    }
    return isIssuer(prefix, count) && hasCheckDigit(bytes, open, close)
  }

  /// Whether an issuer has numbers with these first four digits and of this length.
  private static func isIssuer(_ prefix: Int, _ length: Int) -> Bool {
    switch prefix {
    case 4000...4999: length == 13 || length == 16 || length == 19
    case 5100...5599, 2221...2720: length == 16
    case 3400...3499, 3700...3799: length == 15
    case 3000...3059, 3600...3699, 3800...3999: length >= 14
    case 3528...3589, 6011, 6200...6299, 6440...6599, 8100...8171, 2200...2204: length >= 16
    case 5000...5099, 5600...5899, 6000...6799: length >= 13
    default: false
    }
  }

  private static func hasCheckDigit(_ bytes: RawSpan, _ open: Int, _ close: Int) -> Bool {
    var sum = 0
    var isDoubled = false
    for offset in (open..<close).reversed() {
      let byte = bytes.uint8(at: offset)
      guard ASCII.isDigit(byte) else { continue }
      let digit = Int(byte - 0x30) * (isDoubled ? 2 : 1)
      sum += digit > 9 ? digit - 9 : digit
      isDoubled.toggle()
    }
    return sum % 10 == 0
  }
}
