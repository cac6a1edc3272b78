/// Turns texts into what they have in common: the words stay, the values go.
enum TextTemplates {
  private static let variable = Array("<*>".utf8)

  /// Prose: every word that has a digit, a quote or a path or address character, or is very long,
  /// becomes `<*>`; neighbours become one.
  static func prose(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var lastWasVariable = false
    for word in text.split(omittingEmptySubsequences: true, whereSeparator: { $0 <= 0x20 }) {
      let isVariable =
        word.count > 32
        || word.contains { byte in
          ASCII.isDigit(byte) || byte >= 0x80 || "@/\\=\"'`#&%$".utf8.contains(byte)
        }
      if isVariable && lastWasVariable { continue }
      if !result.isEmpty { result.append(0x20) }
      result += isVariable ? variable : Array(word)
      lastWasVariable = isVariable
    }
    return result
  }

  /// A database statement: quoted texts and numbers become `?`.
  static func statement(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x27 || byte == 0x22 {
        index = endOfQuote(text, index)
        result.append(0x3f)
      } else if ASCII.isDigit(byte), result.last.map({ !ASCII.isWord($0) && $0 != 0x24 }) ?? true {
        while index < text.count, ASCII.isWord(text[index]) || text[index] == 0x2e { index += 1 }
        result.append(0x3f)
      } else {
        result.append(byte)
        index += 1
      }
    }
    return result
  }

  /// Past the closing quote, a doubled or escaped quote being part of the text.
  private static func endOfQuote(_ text: [UInt8], _ start: Int) -> Int {
    var index = start + 1
    while index < text.count {
      if text[index] == 0x5c {
        index += 2
        continue
      }
      if text[index] == text[start] {
        guard index + 1 < text.count, text[index + 1] == text[start] else { return index + 1 }
        index += 1
      }
      index += 1
    }
    return text.count
  }
}
