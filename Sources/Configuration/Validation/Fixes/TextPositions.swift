internal import YAMLTree

/// Where in the bytes of a file the places of its nodes are, counted as the parser counts: a byte order mark
/// is no column, and CR, LF, CR LF, NEL, LS and PS each end a line.
struct TextPositions {
  private struct Line {
    /// The first byte.
    var start: Int
    /// Just after the last byte that is no line break.
    var end: Int
  }

  private let bytes: [UInt8]
  private var lines: [Line] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var index = start
    while index < bytes.count {
      let length = Self.breakLength(bytes[index...].prefix(3))
      if length > 0 {
        lines.append(Line(start: start, end: index))
        start = index + length
      }
      index += max(length, 1)
    }
    lines.append(Line(start: start, end: bytes.count))
  }

  /// The bytes of a range, or nil if there are no such lines and columns.
  func offsets(of range: SourceRange) -> Range<Int>? {
    guard let start = offset(of: range.start), let end = offset(of: range.end), start <= end else {
      return nil
    }
    return start..<end
  }

  private func offset(of position: SourcePosition) -> Int? {
    guard lines.indices.contains(position.line - 1), position.column >= 1 else { return nil }
    let line = lines[position.line - 1]
    var offset = line.start
    for _ in 1..<position.column {
      guard offset < line.end else { return nil }
      offset += 1
      while offset < line.end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    }
    return offset
  }

  private static func breakLength(_ bytes: ArraySlice<UInt8>) -> Int {
    if bytes.starts(with: [0x0D, 0x0A]) { return 2 }
    if bytes.first == 0x0A || bytes.first == 0x0D { return 1 }
    if bytes.starts(with: [0xC2, 0x85]) { return 2 }
    return bytes.starts(with: [0xE2, 0x80, 0xA8]) || bytes.starts(with: [0xE2, 0x80, 0xA9]) ? 3 : 0
  }
}
