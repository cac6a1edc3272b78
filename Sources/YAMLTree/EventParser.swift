internal import CYAML

/// Owns one libyaml parser and a copy of the text it reads; both are freed with it.
@safe struct EventParser: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  /// libyaml keeps a pointer to its input, so the copy lives exactly as long as the parser.
  private let input: UnsafeMutableBufferPointer<UInt8>
  private let bytes: [UInt8]
  private let file: String
  private let hasMemory: Bool

  static let unquotedReference = "`${…}` inside `{ }` or `[ ]` needs quotes around it"

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    unsafe input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
    _ = unsafe input.initialize(from: bytes)
    unsafe parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    hasMemory = unsafe yaml_parser_initialize(parser) == 1
    guard hasMemory else { return }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event; after `streamEnd` or an error there is none.
  mutating func next() throws(YAMLError) -> Event {
    let event = RawEvent()
    guard hasMemory, unsafe yaml_parser_parse(parser, event.pointer) == 1 else { throw failure() }
    return Event(kind: event.kind, range: event.range(in: file))
  }

  private func failure() -> YAMLError {
    let position: SourcePosition
    switch unsafe parser.pointee.error {
    case YAML_READER_ERROR: position = self.position(ofByte: unsafe parser.pointee.problem_offset)
    case YAML_MEMORY_ERROR: position = SourcePosition(line: 1, column: 1)
    default: position = SourcePosition(unsafe parser.pointee.problem_mark)
    }
    let problem = unsafe text(parser.pointee.problem) ?? "out of memory"
    let context = unsafe text(parser.pointee.context)
    let start = SourcePosition(unsafe parser.pointee.context_mark)
    if problem.hasSuffix("unexpected end of stream"), context?.hasSuffix("quoted scalar") == true {
      return error("this quote is never closed", at: start)
    }
    let isOnOneLine = context == nil || start.line == position.line
    if let advice = advice(on: problem, isOnOneLine, at: position) { return error(advice, at: position) }
    guard let context else { return error(problem, at: position) }
    let place = isOnOneLine ? "" : " that begins on line \(start.line)"
    return error("\(problem) \(context)\(place)", at: position)
  }

  private func error(_ message: String, at position: SourcePosition) -> YAMLError {
    YAMLError(.syntax, message, at: SourceRange(file: file, start: position, end: position))
  }

  /// What to do about the mistakes that people make; nil where libyaml's words have to do.
  private func advice(on problem: String, _ isOnOneLine: Bool, at position: SourcePosition) -> String? {
    let before = SourcePosition(line: position.line, column: position.column - 1)
    let cannotStart = problem.hasPrefix("found character that cannot start")
    switch character(at: position) {
    case UInt8(ascii: "\t") where cannotStart || problem.contains("tab character"):
      return "a tab cannot indent a line; use spaces"
    case UInt8(ascii: "{") where character(at: before) == UInt8(ascii: "$"):
      return Self.unquotedReference
    case UInt8(ascii: ":") where position.column > 1024: return "a key has at most 1024 characters"
    case UInt8(ascii: ":") where isOnOneLine:
      return
        "a `:` is not expected here; a text with `: ` in it, or with `:` at its end, needs quotes around it"
    case let character? where cannotStart:
      return "a text cannot begin with `\(Unicode.Scalar(character))` without quotes around it"
    default: return nil
    }
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    return unsafe String(cString: pointer)
  }

  private func character(at position: SourcePosition) -> UInt8? {
    var current = SourcePosition(line: 1, column: 1)
    for byte in bytes {
      if current == position { return byte }
      current.advance(over: byte)
    }
    return nil
  }

  private func position(ofByte offset: Int) -> SourcePosition {
    var position = SourcePosition(line: 1, column: 1)
    for byte in bytes.prefix(offset) { position.advance(over: byte) }
    return position
  }
}

extension SourcePosition {
  fileprivate mutating func advance(over byte: UInt8) {
    if byte == UInt8(ascii: "\n") {
      self = SourcePosition(line: line + 1, column: 1)
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
}
