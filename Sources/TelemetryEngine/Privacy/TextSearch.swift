extension RawSpan {
  /// Where `text` first stands in `self[start..<end]`.
  func firstIndex(of text: StaticString, _ start: Int, _ end: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    let first = text.byte(0)
    var offset = start
    while offset + count <= end {
      if byte(offset) == first, matches(text, at: offset, before: end) { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether `text`, given in lower case, stands at `start` in any case.
  func matchesIgnoringCase(_ text: StaticString, at start: Int, before end: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard end - start >= count else { return false }
    return (0..<count).allSatisfy { ASCII.lowercased(byte(start + $0)) == text.byte($0) }
  }
}
