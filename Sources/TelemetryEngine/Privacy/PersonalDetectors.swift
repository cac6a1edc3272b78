/// Detectors of people and their machines inside texts; they run in `balanced` and `strict`.
enum PersonalDetectors {
  /// A text without any of these has nothing for them.
  static let interest: TextClasses = [.at, .slash, .backslash, .dot, .colon, .question, .percent]

  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, _ texts: ReplacementTexts,
    into edits: inout TextEdits
  ) {
    if classes.contains(.question) { QueryDetector.find(in: bytes, start, end, texts, into: &edits) }
    if !classes.isDisjoint(with: [.at, .percent]) {
      EmailDetector.find(in: bytes, start, end, classes: classes, into: &edits)
    }
    if classes.contains(.homeLetter), !classes.isDisjoint(with: [.slash, .backslash]) {
      HomeDirectoryDetector.find(in: bytes, start, end, classes: classes, into: &edits)
    }
    guard classes.contains(.digit) else { return }
    if classes.contains(.dot) { IPv4Detector.find(in: bytes, start, end, into: &edits) }
    if classes.contains(.colon) { IPv6Detector.find(in: bytes, start, end, into: &edits) }
    if end - start >= PaymentCardDetector.minimumLength {
      PaymentCardDetector.find(in: bytes, start, end, into: &edits)
    }
  }
}
