extension Collection<UInt8> where Index == Int {
  /// Whether bytes occur in these. For short words in short texts, where a search that prepares itself costs
  /// more than it saves.
  func holds(_ word: [UInt8]) -> Bool {
    guard let first = word.first else { return true }
    var start = startIndex
    while start + word.count <= endIndex {
      if self[start] == first, self[start..<start + word.count].elementsEqual(word) { return true }
      start += 1
    }
    return false
  }
}
