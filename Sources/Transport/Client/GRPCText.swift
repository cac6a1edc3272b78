/// Decodes `%XX` as in `grpc-message`; what is no such triple stays as it is, as gRPC asks.
func percentDecoded(_ text: String) -> [UInt8] {
  let source = Array(text.utf8)
  var decoded: [UInt8] = []
  var position = 0
  while position < source.count {
    if source[position] == UInt8(ascii: "%"), position + 2 < source.count,
      let high = hexDigit(source[position + 1]), let low = hexDigit(source[position + 2])
    {
      decoded.append(high << 4 | low)
      position += 3
    } else {
      decoded.append(source[position])
      position += 1
    }
  }
  return decoded
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
  Unicode.Scalar(byte).isASCII ? Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) } : nil
}

/// Decodes the base64 of binary metadata, with or without padding. Nil when it is none.
func base64Decoded(_ text: String) -> [UInt8]? {
  var decoded: [UInt8] = []
  var bits: UInt32 = 0
  var bitCount: UInt32 = 0
  var digits = text.utf8[...]
  while digits.last == UInt8(ascii: "=") { digits.removeLast() }
  for byte in digits {
    guard let value = base64Digit(byte) else { return nil }
    bits = bits << 6 | value
    bitCount += 6
    if bitCount >= 8 {
      bitCount -= 8
      decoded.append(UInt8(truncatingIfNeeded: bits >> bitCount))
    }
  }
  // Six bits left over are a digit that means nothing.
  return bitCount < 6 ? decoded : nil
}

private func base64Digit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
  case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
  default: nil
  }
}

/// The value of `grpc-timeout`: at most eight digits and the finest unit that they suffice for.
/// Rounded up, so that the server never gives up before the client.
func grpcTimeoutText(_ timeout: Duration) -> String {
  let (seconds, attoseconds) = timeout.components
  let nanoseconds = attoseconds / 1_000_000_000
  let units: [(name: String, perSecond: Int64)] = [
    ("n", 1_000_000_000), ("u", 1_000_000), ("m", 1000), ("S", 1),
  ]
  for unit in units {
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: unit.perSecond)
    let step = 1_000_000_000 / unit.perSecond
    guard !overflow, whole <= 99_999_999 else { continue }
    let count = whole + (nanoseconds + step - 1) / step
    if count <= 99_999_999 { return "\(max(1, count))\(unit.name)" }
  }
  return "99999999S"
}
