package import PrivacyCatalogue

/// One change that privacy made to a request, for people who want to see it.
package struct Redaction: Sendable, Equatable {
  package let rule: PrivacyRule
  /// Offsets into the request of what changed: a part of a text, a whole value, or a field that was left out.
  package let range: Range<Int>
  /// What stands in its place; nil when it was left out.
  package let replacement: String?

  package init(rule: PrivacyRule, range: Range<Int>, replacement: String?) {
    self.rule = rule
    self.range = range
    self.replacement = replacement
  }
}
