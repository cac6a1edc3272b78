package import PrivacyCatalogue

extension GatewayConfiguration {
  package struct Privacy: Sendable, Equatable {
    package var mode = PrivacyMode.strict
    /// The key of pseudonyms; nil makes one in the state directory.
    package var pseudonymKey: Secret?
    /// Exact keys or `prefix.*`.
    package var allow: [String] = []
    package var drop: [String] = []
    package var redact: [String] = []
    package var hash: [String] = []
    /// What stands for a text that goes. Default `[REDACTED]`.
    package var replacement = "[REDACTED]"
    /// Whether own rules, and modes of single signals, may be weaker than `mode`.
    package var override = false
    /// In ascending order of their names.
    package var patterns: [PrivacyPattern] = []
    /// How many times as long as it came, and 1 MiB more, a request may leave. Default 3, 1 to 16.
    package var maxGrowth = 3
    /// What is different for one signal.
    package var perSignal: [SignalName: SignalPrivacy] = [:]
  }

  /// A regular expression of the user's, and what stands for what it matches.
  package struct PrivacyPattern: Sendable, Equatable {
    package var name: String
    package var pattern: String
    /// `$1` to `$9` are groups, `$0` is the match, `$$` is a dollar sign; nil is `privacy.replacement`.
    package var replacement: String?

    package init(name: String, pattern: String, replacement: String? = nil) {
      self.name = name
      self.pattern = pattern
      self.replacement = replacement
    }
  }

  /// Each nil means as for the other signals.
  package struct SignalPrivacy: Sendable, Equatable {
    package var mode: PrivacyMode?
    package var allow: [String]?
    package var drop: [String]?
    package var redact: [String]?
    package var hash: [String]?

    package init() {}
  }
}
