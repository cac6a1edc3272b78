internal import PrivacyCatalogue

/// Numbers that look like those of phones: seven to fifteen digits (ITU-T E.164) with spaces, dashes, dots,
/// slashes and parentheses between them. For texts under keys that name phones.
enum PhoneDetector {
  static func find(in bytes: RawSpan, _ start: Int, _ end: Int, into edits: inout TextEdits) {
    var offset = start
    while offset < end {
      guard ASCII.isDigit(bytes.uint8(at: offset)) else {
        let last = offset + Pseudonym.length
        offset = last <= end && Pseudonym.isOne(bytes, offset, last) ? last : offset + 1
        continue
      }
      var open = offset
      var close = offset
      var digits = 0
      while offset < end, isPart(bytes.uint8(at: offset)) {
        if ASCII.isDigit(bytes.uint8(at: offset)) {
          digits += 1
          close = offset + 1
        }
        offset += 1
      }
      while open > start,
        bytes.uint8(at: open - 1) == UInt8(ascii: "+") || bytes.uint8(at: open - 1) == UInt8(ascii: "(")
      {
        open -= 1
      }
      if digits >= 7 { edits.add(open, close, .phoneNumber, .redacted) }
    }
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "/"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }
}
