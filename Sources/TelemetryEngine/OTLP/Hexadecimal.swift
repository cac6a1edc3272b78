extension FixedWidthInteger where Self: UnsignedInteger {
  /// All digits in lower case, leading zeros included, as ids are written.
  package var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: Self.bitWidth / 4 - digits.count) + digits
  }
}
