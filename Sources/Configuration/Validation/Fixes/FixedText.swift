/// The text of a file after fixes; everything that they do not name stays byte for byte.
package struct FixedText: Equatable {
  package private(set) var bytes: [UInt8]
  /// Fixes whose place is not in the text or is taken by one before them are not among these.
  package private(set) var applied: Set<Fix> = []

  /// Makes the changes from the beginning to the end; of two that overlap the first is made. A line break
  /// that a fix inserts is written as the file writes its own.
  package init(_ text: [UInt8], applying fixes: [Fix]) {
    bytes = []
    let positions = TextPositions(text)
    let hasReturns = text.firstIndex(of: 0x0A).map { $0 > 0 && text[$0 - 1] == 0x0D } ?? false
    let placed = fixes.enumerated().compactMap { index, fix in
      positions.offsets(of: fix.range).map { (offsets: $0, index: index, fix: fix) }
    }
    let inOrder = placed.sorted {
      ($0.offsets.lowerBound, $0.index) < ($1.offsets.lowerBound, $1.index)
    }
    var copied = 0
    var lastStart = -1
    for (offsets, _, fix) in inOrder where offsets.lowerBound >= copied && offsets.lowerBound > lastStart {
      bytes += text[copied..<offsets.lowerBound]
      for byte in fix.replacement.utf8 {
        if byte == 0x0A, hasReturns, bytes.last != 0x0D { bytes.append(0x0D) }
        bytes.append(byte)
      }
      copied = offsets.upperBound
      lastStart = offsets.lowerBound
      applied.insert(fix)
    }
    bytes += text[copied...]
  }
}
