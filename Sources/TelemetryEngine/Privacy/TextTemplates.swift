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

  /// Prose: every word that has a digit, a quote or a path or address character, or is very long,
  /// becomes `<*>`; neighbours become one.
  private static func appendProse(
    _ text: RawSpan, _ start: Int, _ end: Int, _ output: inout WireBuffer
  ) {
    let table = TextClassTable.shared
    var offset = start
    var lastWasVariable = false
    var isFirst = true
    while offset < end {
      guard text.uint8(at: offset) > 0x20 else {
        offset += 1
        continue
      }
      let word = offset
      while offset < end, text.uint8(at: offset) > 0x20 { offset += 1 }
      let isVariable =
        offset - word > 32 || !table.classes(text, word, offset).isDisjoint(with: TextClasses.variable)
      if isVariable && lastWasVariable { continue }
      if !isFirst { output.append(0x20) }
      isFirst = false
      if isVariable { output.append("<*>") } else { output.append(text, word, offset) }
      lastWasVariable = isVariable
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

  /// Past the closing quote, a doubled or escaped quote being part of the text.
  private static func endOfQuote(_ text: RawSpan, _ start: Int, _ end: Int) -> Int {
    let quote = text.uint8(at: start)
    var offset = start + 1
    while offset < end {
      if text.uint8(at: offset) == 0x5c {
        offset += 2
        continue
      }
      if text.uint8(at: offset) == quote {
        guard offset + 1 < end, text.uint8(at: offset + 1) == quote else { return offset + 1 }
        offset += 1
      }
      offset += 1
    }
    return end
  }
}
