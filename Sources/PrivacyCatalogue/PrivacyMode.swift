/// How much about people and systems leaves.
package enum PrivacyMode: String, Sendable, CaseIterable {
  /// An allow-list of attribute keys; the rest is dropped.
  case strict
  /// People and their machines' paths are anonymised.
  case balanced
  /// Only credentials go.
  case minimal
}
