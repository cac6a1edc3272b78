/// Reads the text of labels without making strings of it.
enum LabelText {
  /// Calls `body` with each name and value of a text that `SeriesLabels` wrote, both without quotes and escapes.
  static func forEachPair(
    _ text: [UInt8], _ body: (_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Void
  ) {
    var position = 0
    while position < text.count {
      let name = read(text, &position, until: UInt8(ascii: "="))
      let value = read(text, &position, until: UInt8(ascii: ","))
      body(name, value)
    }
  }

  /// Reads a word, quoted or not, and the separator behind it.
  private static func read(
    _ text: [UInt8], _ position: inout Int, until separator: UInt8
  ) -> ArraySlice<UInt8> {
    let isQuoted = text[position] == UInt8(ascii: "\"")
    let start = isQuoted ? position + 1 : position
    let end = isQuoted ? UInt8(ascii: "\"") : separator
    var next = start
    while next < text.count, text[next] != end {
      if text[next] == UInt8(ascii: "\\") {
        return readEscaped(text, &position, start, end, isQuoted: isQuoted)
      }
      next += 1
    }
    position = next + (isQuoted ? 2 : 1)
    return text[start..<next]
  }

  private static func readEscaped(
    _ text: [UInt8], _ position: inout Int, _ start: Int, _ end: UInt8, isQuoted: Bool
  ) -> ArraySlice<UInt8> {
    var word: [UInt8] = []
    var next = start
    while next < text.count, text[next] != end {
      if text[next] == UInt8(ascii: "\\"), next + 1 < text.count {
        next += 1
        word.append(text[next] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : text[next])
      } else {
        word.append(text[next])
      }
      next += 1
    }
    position = next + (isQuoted ? 2 : 1)
    return word[...]
  }
}
