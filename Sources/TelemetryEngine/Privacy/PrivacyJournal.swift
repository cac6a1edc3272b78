internal import PrivacyCatalogue

/// The rules that changed something in the request at hand, in their order, so that a record that is rejected
/// later takes its own back at the cost of one number.
struct PrivacyJournal: ~Copyable {
  private var rules = WireBuffer(minimumCapacity: 1024)
  /// Whether `log` is kept.
  var isRecording = false
  private(set) var log: [Redaction] = []

  /// What has been written so far; for `rollBack`.
  @inline(__always)
  var mark: Int { rules.count }

  mutating func removeAll() { rollBack(to: 0) }

  /// Takes back everything written after `mark`.
  @inline(__always)
  mutating func rollBack(to mark: Int) {
    rules.truncate(to: mark)
    if isRecording { log.removeSubrange(mark...) }
  }

  /// Writes that a rule changed what is at these offsets of the request, and what stands there now, if that is
  /// recorded; nil when nothing does.
  @inline(__always)
  mutating func note(_ rule: PrivacyRule, _ start: Int, _ end: Int, _ text: String? = nil) {
    rules.append(rule.code)
    if isRecording { log.append(Redaction(rule: rule, range: start..<end, replacement: text)) }
  }

  /// Adds how often each rule changed something to counts by `PrivacyRule.rawValue`.
  func add(to counts: inout [Int]) {
    guard mark > 0 else { return }
    while counts.count < PrivacyRule.allCases.count { counts.append(0) }
    rules.withSpan { rules in
      for offset in 0..<rules.byteCount { counts[Int(rules.uint8(at: offset))] += 1 }
    }
  }
}

extension PrivacyRule {
  /// `rawValue` in a byte. The enumeration has its cases in that order and is in another module, whose getter
  /// would be a call for each change.
  @inline(__always)
  fileprivate var code: UInt8 {
    switch self {
    case .credentialKey: 0
    case .authorization: 1
    case .jsonWebToken: 2
    case .privateKey: 3
    case .knownToken: 4
    case .urlPassword: 5
    case .credentialParameter: 6
    case .email: 7
    case .homeDirectory: 8
    case .ipAddress: 9
    case .paymentCard: 10
    case .phoneNumber: 11
    case .queryValue: 12
    case .userID: 13
    case .statement: 14
    case .template: 15
    case .traceState: 16
    case .unknownField: 17
    case .notAllowed: 18
    case .ownDrop: 19
    case .ownRedact: 20
    case .ownHash: 21
    case .ownPattern: 22
    }
  }
}
