/// Reads the text of labels without making strings of it.
enum LabelText {
  /// Calls `body` with each name and value of a text that `SeriesLabels` wrote, both without quotes and escapes.
  static func forEachPair(_ text: [UInt8], _ body: (_ name: [UInt8], _ value: [UInt8]) -> Void) {
    var position = 0
    while position < text.count {
      let name = read(text, &position, until: UInt8(ascii: "="))
      let value = read(text, &position, until: UInt8(ascii: ","))
      body(name, value)
    }
  }

  /// Reads a word, quoted or not, and the separator behind it.
  private static func read(_ text: [UInt8], _ position: inout Int, until separator: UInt8) -> [UInt8] {
    var word: [UInt8] = []
    var isQuoted = false
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\"), position < text.count {
        word.append(text[position] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : text[position])
        position += 1
      } else if byte == separator, !isQuoted {
        break
      } else {
        word.append(byte)
      }
    }
    return word
  }
}
