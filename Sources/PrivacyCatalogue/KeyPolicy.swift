/// Decides by key what becomes of an attribute. Pure; the engine remembers the answers, so this may be
/// thorough.
package struct KeyPolicy: Sendable {
  package let mode: PrivacyMode
  private let own: OwnKeyRules
  private let hasOwnRules: Bool

  package init(mode: PrivacyMode, own: OwnKeyRules = OwnKeyRules()) {
    self.mode = mode
    self.own = own
    hasOwnRules = OwnKeyRules.List.allCases.contains { !own[$0].isEmpty }
  }

  /// The mode's decision, unless a rule of the user's takes more, or overrides it; what is a credential by its
  /// key only an exact key overrides.
  package func decision(for key: String) -> KeyDecision {
    let lower = key.lowercased()
    let ofMode = Self.decision(for: key, lowercased: lower, mode)
    guard hasOwnRules, let ofUser = own.decision(for: lower) else { return ofMode }
    if ofUser.decision.strength > ofMode.strength { return ofUser.decision }
    // Nobody means the passwords below a prefix.
    return own.isOverriding && (ofUser.isExact || ofMode != .credential) ? ofUser.decision : ofMode
  }

  /// Whether an entry of the user's lists takes less than the mode would, for some key that it names.
  package static func isWeaker(_ list: OwnKeyRules.List, _ entry: String, than mode: PrivacyMode) -> Bool {
    let strength = list.decision.strength
    let lower = entry.lowercased()
    guard lower.hasSuffix(".*") else {
      return decision(for: entry, lowercased: lower, mode).strength > strength
    }
    // In `strict` every key that is not listed goes, and a prefix has endless ones.
    if mode == .strict { return KeyDecision.notAllowed.strength > strength }
    let prefix = String(lower.dropLast())
    if decision(for: prefix + "x", lowercased: prefix + "x", mode).strength > strength { return true }
    return PersonalKeys.listed.contains {
      $0.hasPrefix(prefix) && decision(for: $0, lowercased: $0, mode).strength > strength
    }
  }

  private static func decision(for key: String, lowercased lower: String, _ mode: PrivacyMode) -> KeyDecision
  {
    let words = KeyWords(key)
    if CredentialKeys.contains(words) { return .credential }
    guard mode != .minimal else { return .scan }
    if mode == .strict, !AllowedKeys.contains(lower) {
      return PersonalKeys.prose.contains(lower) ? .template : .notAllowed
    }
    if PersonalKeys.isLiteral(lower) { return .literal }
    if PersonalKeys.isStatement(lower) { return .statement }
    if PersonalKeys.isUserID(lower, words) { return .userID }
    if PersonalKeys.isPhone(words) { return .phone }
    if PersonalKeys.isQuery(lower, words) { return .query }
    if words.words.last == "version" { return .version }
    return .scan
  }
}
