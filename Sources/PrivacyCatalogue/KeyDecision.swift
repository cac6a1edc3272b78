/// What becomes of an attribute, decided by its key alone.
package enum KeyDecision: UInt8, Sendable, CaseIterable {
  /// The value stays, less what the detectors find in it.
  case scan
  /// The value is prose with personal parts: it becomes a template.
  case template
  /// The value is a database statement: its literals go.
  case statement
  /// The value is a query string: the values in it go.
  case query
  /// The value is a version, which may be of four numbers, as an IPv4 address is.
  case version
  /// The value is a phone number if it looks like one.
  case phone
  /// The value is the literal of a statement's parameter: it goes.
  case literal
  /// The key says that the value names a person: a pseudonym stands for it.
  case userID
  /// The key says that the value is a credential: it goes.
  case credential
  /// The mode lets only listed keys through, and this is none.
  case notAllowed
  /// The user's own rules.
  case ownHash
  case ownRedact
  case ownDrop

  /// How much of the value is gone, for comparing decisions: 0 is what the detectors leave, 4 is the
  /// attribute left out.
  var strength: Int {
    switch self {
    case .scan, .version: 0
    case .template, .statement, .query, .phone: 1
    case .userID, .ownHash: 2
    case .literal, .credential, .ownRedact: 3
    case .notAllowed, .ownDrop: 4
    }
  }
}
