/// `key=value,key=value` of the OTEL_ variables (W3C baggage without properties, values percent-decoded).
enum PairList {
  static func parse(_ text: String) throws(ValueProblem) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for (index, part) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
      let part = part.trimmed
      if part.isEmpty { continue }
      guard let equals = part.firstIndex(of: "=") else {
        throw ValueProblem(hint: "pair \(index + 1) has no `=`")
      }
      let key = part[..<equals].trimmed
      let value = part[part.index(after: equals)...].trimmed
      guard !key.isEmpty else { throw ValueProblem(hint: "pair \(index + 1) has no key") }
      guard !key.contains(";"), !value.contains(";") else {
        throw ValueProblem(hint: "pair \(index + 1) holds a `;`; write it %3B")
      }
      guard let decodedKey = percentDecoded(key), let decodedValue = percentDecoded(value) else {
        throw ValueProblem(hint: "pair \(index + 1) is not percent-encoded UTF-8; write `%` as %25")
      }
      pairs.append((decodedKey, decodedValue))
    }
    return pairs
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension StringProtocol where SubSequence == Substring {
  /// Without spaces, tabs and line ends on either side.
  var trimmed: Substring {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    let start = firstIndex { !isSpace($0) } ?? endIndex
    let end = lastIndex { !isSpace($0) }.map(index(after:)) ?? start
    return self[start..<Swift.max(start, end)]
  }
}
