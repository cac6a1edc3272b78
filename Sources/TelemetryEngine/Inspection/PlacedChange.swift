package import PrivacyCatalogue

/// What privacy did in one place of a request, for people to read.
package struct PlacedChange: Sendable, Equatable {
  /// A part of the text in that place.
  package enum Part: Sendable, Equatable {
    case kept(String)
    case changed(before: String, after: String)
  }

  /// Where: the names that the `.proto` files have, list elements counted from 0, attributes by their key, as
  /// in `resource_spans[0].scope_spans[0].spans[1].attributes["enduser.id"]`. Keys are as they were sent,
  /// quotes and backslashes in them escaped, nothing else.
  package let path: String
  /// Each once, in the order of the text.
  package let rules: [PrivacyRule]
  /// The whole text; what is no text is as OTLP/JSON has it, or in hexadecimal if it has no form for it.
  package let parts: [Part]
  /// Whether nothing stands there now.
  package let isLeftOut: Bool

  package init(path: String, rules: [PrivacyRule], parts: [Part], isLeftOut: Bool = false) {
    self.path = path
    self.rules = rules
    self.parts = parts
    self.isLeftOut = isLeftOut
  }

  package var before: String {
    parts.reduce(into: "") { text, part in
      switch part {
      case .kept(let same): text += same
      case .changed(let before, _): text += before
      }
    }
  }

  /// Nil when it was left out.
  package var after: String? {
    if isLeftOut { return nil }
    return parts.reduce(into: "") { text, part in
      switch part {
      case .kept(let same): text += same
      case .changed(_, let after): text += after
      }
    }
  }
}
