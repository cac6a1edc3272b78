/// The words of a message, and which of them vary from one occurrence to the next.
struct ProseWords: ~Escapable {
  struct Word {
    var start: Int
    var end: Int
    var isVariable: Bool
  }

  /// Words whose next one names somebody or something, unless it is a common word.
  private static let introductions: Set<String> = [
    "user", "username", "login", "account", "owner", "customer", "member", "employee", "password", "passwd",
    "token", "secret",
  ]
  private static let common: Set<String> = [
    "a", "already", "and", "are", "as", "at", "authentication", "by", "can", "cannot", "could", "did", "does",
    "expired", "failed", "for", "found", "from", "had", "has", "have", "id", "in", "input", "invalid", "is",
    "limit", "lookup", "may", "missing", "must", "name", "not", "of", "on", "or", "required", "service",
    "session", "should", "store", "that", "to", "was", "were", "will", "with", "without",
  ]
  private static let longestWord = 32
  /// Words that a quotation may go on for.
  private static let longestQuotation = 64

  private let text: RawSpan
  private let end: Int
  private var offset: Int
  /// The quote that closes the quotation that the next word is in.
  private var openQuote: UInt8?
  private var isIntroduced = false

  @_lifetime(copy text)
  init(_ text: RawSpan, _ start: Int, _ end: Int) {
    self.text = text
    self.end = end
    offset = start
  }

  @_lifetime(self: copy self)
  mutating func next() -> Word? {
    while offset < end, text.uint8(at: offset) <= 0x20 { offset += 1 }
    guard offset < end else { return nil }
    let start = offset
    while offset < end, text.uint8(at: offset) > 0x20 { offset += 1 }
    var isVariable = isVariableByItself(start, offset)
    if let quote = openQuote {
      isVariable = true
      if closes(quote, start, offset) { openQuote = nil }
    } else if let quote = quoteOpened(start, offset), isClosedSoon(quote, offset) {
      openQuote = quote
    }
    if isIntroduced, !isCommon(start, offset) { isVariable = true }
    isIntroduced = !isVariable && introduces(start, offset)
    return Word(start: start, end: offset, isVariable: isVariable)
  }

  private func isVariableByItself(_ start: Int, _ end: Int) -> Bool {
    end - start > Self.longestWord
      || !TextClassTable.shared.classes(text, start, end).isDisjoint(with: .variable)
  }

  /// The quote at the start of a word that does not end with it.
  private func quoteOpened(_ start: Int, _ end: Int) -> UInt8? {
    var first = start
    while first < end,
      text.uint8(at: first) == UInt8(ascii: "(") || text.uint8(at: first) == UInt8(ascii: "[")
    {
      first += 1
    }
    guard first < end else { return nil }
    let quote = text.uint8(at: first)
    guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "`") else {
      return nil
    }
    return closes(quote, first + 1, end) ? nil : quote
  }

  /// Whether the quote is the word's last character but for punctuation.
  private func closes(_ quote: UInt8, _ start: Int, _ end: Int) -> Bool {
    var last = end
    while last > start {
      let byte = text.uint8(at: last - 1)
      if byte == quote { return true }
      guard !ASCII.isWord(byte), byte < 0x80 else { return false }
      last -= 1
    }
    return false
  }

  /// Whether a word within reach closes the quotation; otherwise the quote is an apostrophe.
  private func isClosedSoon(_ quote: UInt8, _ position: Int) -> Bool {
    var position = position
    for _ in 0..<Self.longestQuotation {
      while position < end, text.uint8(at: position) <= 0x20 { position += 1 }
      guard position < end else { return false }
      let start = position
      while position < end, text.uint8(at: position) > 0x20 { position += 1 }
      if closes(quote, start, position) { return true }
    }
    return false
  }

  private func introduces(_ start: Int, _ end: Int) -> Bool {
    guard end - start <= 10 else { return false }
    return Self.introductions.contains(letters(start, end))
  }

  private func isCommon(_ start: Int, _ end: Int) -> Bool {
    end - start <= 15 && Self.common.contains(letters(start, end))
  }

  /// The word in lower case without the punctuation behind it.
  private func letters(_ start: Int, _ end: Int) -> String {
    var close = end
    while close > start, !ASCII.isLetter(text.uint8(at: close - 1)) { close -= 1 }
    return text.string(start, close).lowercased()
  }
}
