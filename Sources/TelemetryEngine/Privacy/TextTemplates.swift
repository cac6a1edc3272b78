/// Turns texts into what they have in common: the words stay, the values go.
enum TextTemplates {
  /// Appends the template of `text[start..<end]`.
  static func append(
    _ style: TextStyle, of text: RawSpan, _ start: Int, _ end: Int, to output: inout WireBuffer
  ) {
    if style == .statement {
      appendStatement(text, start, end, &output)
    } else {
      appendProse(text, start, end, &output)
    }
  }

  /// Prose: every word that has a digit, a quote or a path or address character, or is very long, everything
  /// between quotes, and what follows a word such as "user" becomes `<*>`; neighbours become one.
  private static func appendProse(
    _ text: RawSpan, _ start: Int, _ end: Int, _ output: inout WireBuffer
  ) {
    var words = ProseWords(text, start, end)
    var lastWasVariable = false
    var isFirst = true
    while let word = words.next() {
      if word.isVariable && lastWasVariable { continue }
      if !isFirst { output.append(0x20) }
      isFirst = false
      if word.isVariable { output.append("<*>") } else { output.append(text, word.start, word.end) }
      lastWasVariable = word.isVariable
    }
  }

  /// A database statement: quoted texts and numbers become `?`.
  private static func appendStatement(
    _ text: RawSpan, _ start: Int, _ end: Int, _ output: inout WireBuffer
  ) {
    var offset = start
    var last: UInt8 = 0x20
    while offset < end {
      let byte = text.uint8(at: offset)
      if byte == 0x27 || byte == 0x22 {
        offset = endOfQuote(text, offset, end)
        last = 0x3f
      } else if byte == 0x24, let close = endOfDollarQuote(text, offset, end) {
        offset = close
        last = 0x3f
      } else if ASCII.isDigit(byte), !ASCII.isWord(last), last != 0x24 {
        while offset < end, ASCII.isWord(text.uint8(at: offset)) || text.uint8(at: offset) == 0x2e {
          offset += 1
        }
        last = 0x3f
      } else {
        last = byte
        offset += 1
      }
      output.append(last)
    }
  }

  /// Past the closing quote, a doubled quote being part of the text. Whether a backslash escapes a quote depends
  /// on the database: where one stands before a quote nothing behind it is sure, and all of it counts as text.
  private static func endOfQuote(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    let quote = text.uint8(at: start)
    var offset = start + 1
    while offset < end {
      let byte = text.uint8(at: offset)
      if byte == 0x5c, offset + 1 < end, text.uint8(at: offset + 1) == quote { return end }
      if byte == quote {
        guard offset + 1 < end, text.uint8(at: offset + 1) == quote else { return offset + 1 }
        offset += 1
      }
      offset += 1
    }
    return end
  }

  /// Past a text between `$$` or `$tag$` (PostgreSQL) that starts at `start`; nil where none does.
  private static func endOfDollarQuote(_ text: RawSpan, _ start: Int, _ end: Int) -> Int? {
    var close = start + 1
    while close < end, ASCII.isWord(text.uint8(at: close)), close - start < 64 { close += 1 }
    guard close < end, text.uint8(at: close) == 0x24,
      close == start + 1 || !ASCII.isDigit(text.uint8(at: start + 1))
    else { return nil }
    let length = close + 1 - start
    var offset = close + 1
    while let mark = text.firstIndex(of: 0x24, offset, end) {
      if end - mark >= length, text.equals(mark, mark + length, text, start) { return mark + length }
      offset = mark + 1
    }
    return end
  }
}
