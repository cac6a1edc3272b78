/// A number as its text has it, exactly: `digits` × 10^`exponent`.
struct JSONDecimal {
  /// More characters than any double is written with, in whatever form without needless zeros.
  static let maximumLength = 2048

  let start: Int
  let end: Int
  let isNegative: Bool
  /// Without zeros at the end; 0 where there are more than 64 bits of them, see `isExact`.
  private let digits: UInt64
  private let exponent: Int
  private let isExact: Bool

  /// Reads `input[start..<end]`, a number that a scanner found.
  init(_ input: RawSpan, _ start: Int, _ end: Int) {
    self.start = start
    self.end = end
    isNegative = input.uint8(at: start) == UInt8(ascii: "-")
    var digits: UInt64 = 0
    var isExact = true
    // Those since the last other digit.
    var zeros = 0
    var fractionDigits = 0
    var isFraction = false
    var position = isNegative ? start + 1 : start
    while position < end {
      let byte = input.uint8(at: position)
      if ASCII.isDigit(byte) {
        if isFraction { fractionDigits += 1 }
        if byte == UInt8(ascii: "0") {
          zeros += 1
        } else if isExact {
          isExact = Self.append(byte &- 0x30, behind: zeros, to: &digits)
          zeros = 0
        }
      } else if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        break
      }
      position += 1
    }
    self.digits = isExact ? digits : 0
    self.isExact = isExact
    exponent = zeros - fractionDigits + Self.exponent(input, position, end)
  }

  /// False where 64 bits are too few.
  @inline(__always)
  private static func append(_ digit: UInt8, behind zeros: Int, to digits: inout UInt64) -> Bool {
    var shifted = digits
    if digits != 0 {
      for _ in 0...zeros {
        let (product, overflow) = shifted.multipliedReportingOverflow(by: 10)
        guard !overflow else { return false }
        shifted = product
      }
    }
    let (sum, overflow) = shifted.addingReportingOverflow(UInt64(digit))
    digits = sum
    return !overflow
  }

  /// What stands behind `e`; more than any count of digits weighs up stays that.
  private static func exponent(_ input: RawSpan, _ start: Int, _ end: Int) -> Int {
    var value = 0
    var isNegative = false
    var position = start + 1
    while position < end {
      let byte = input.uint8(at: position)
      if byte == UInt8(ascii: "-") { isNegative = true }
      if ASCII.isDigit(byte), value < 1 << 48 { value = value * 10 + Int(byte &- 0x30) }
      position += 1
    }
    return isNegative ? -value : value
  }

  enum Integer {
    case magnitude(UInt64)
    case fraction
    case tooLarge
  }

  /// The number without its sign, if it is a whole one, in whatever form it is written.
  var integer: Integer {
    guard isExact else { return .tooLarge }
    guard digits != 0 else { return .magnitude(0) }
    guard exponent >= 0 else { return .fraction }
    guard exponent < 20 else { return .tooLarge }
    var value = digits
    for _ in 0..<exponent {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { return .tooLarge }
      value = product
    }
    return .magnitude(value)
  }

  /// The double next to the number; nil where that is infinite.
  ///
  /// Requires at most `maximumLength` characters.
  func double(_ input: RawSpan) -> Double? {
    guard let magnitude = exactDouble ?? Double(input.string(start, end))?.magnitude else { return nil }
    guard magnitude.isFinite else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  /// Where both the digits and the power of ten are doubles, one operation rounds as it should.
  private var exactDouble: Double? {
    guard isExact, digits <= 1 << 53 else { return nil }
    guard digits != 0 else { return 0 }
    guard abs(exponent) < Self.powers.count else { return nil }
    let power = Self.powers[abs(exponent)]
    return exponent < 0 ? Double(digits) / power : Double(digits) * power
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
}
