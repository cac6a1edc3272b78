/// What is remembered and decided for one signal alone, while another one is at hand.
final class ParkedPrivacy {
  var policy: ScrubPolicy
  var attributes = AttributeMemory()
  var texts = TextMemory()

  init(_ policy: ScrubPolicy) { self.policy = policy }
}

extension Rewriter {
  /// Starts with a request of a signal.
  @inline(__always)
  mutating func begin(_ signal: Signal) {
    scrubber.journal.removeAll()
    hasInvalidText = false
    if !parked.isEmpty, signal != current { turn(to: signal) }
  }

  /// Puts away what belongs to the signal at hand and takes out what belongs to another.
  @inline(never)
  private mutating func turn(to signal: Signal) {
    exchange(with: parked[Int(current.rawValue)])
    exchange(with: parked[Int(signal.rawValue)])
    current = signal
  }

  private mutating func exchange(with other: ParkedPrivacy) {
    swap(&scrubber.policy, &other.policy)
    swap(&attributes, &other.attributes)
    swap(&texts, &other.texts)
  }
}
