package import Patterns
package import PrivacyCatalogue

/// What privacy a pipeline applies.
package struct PrivacyOptions: Sendable {
  /// What one signal's keys are judged by.
  package struct Policy: Sendable, Equatable {
    package var mode: PrivacyMode
    package var own: OwnKeyRules

    package init(mode: PrivacyMode, own: OwnKeyRules = OwnKeyRules()) {
      self.mode = mode
      self.own = own
    }
  }

  package var pseudonymKey: PseudonymKey
  /// What stands for a text that goes. At most 64 bytes count.
  package var replacement: String
  package var substitutions: [Substitution]
  /// How many times as long as it came, and 1 MiB more, a request may leave.
  package var maxGrowth: Int
  private var policies: [Policy]

  /// The same policy for all signals.
  package init(
    _ policy: Policy, pseudonymKey: PseudonymKey, replacement: String = "[REDACTED]",
    substitutions: [Substitution] = [], maxGrowth: Int = 3
  ) {
    self.pseudonymKey = pseudonymKey
    self.replacement = replacement
    self.substitutions = substitutions
    self.maxGrowth = maxGrowth
    policies = Signal.allCases.map { _ in policy }
  }

  var hasSeveralPolicies: Bool { policies.contains { $0 != policies.first } }

  package subscript(signal: Signal) -> Policy {
    get { policies[Int(signal.rawValue)] }
    set { policies[Int(signal.rawValue)] = newValue }
  }
}
