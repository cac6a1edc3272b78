internal import PrivacyCatalogue

/// What becomes of an attribute, decided by its key: `KeyDecision`, as the engine's own type, so that its
/// tests of it are inlined.
enum KeyRule: UInt8, Sendable {
  case scan
  case template
  case statement
  case query
  case version
  case phone
  case literal
  case userID
  case credential
  case notAllowed
  case ownHash
  case ownRedact
  case ownDrop

  init(_ decision: KeyDecision) {
    self =
      switch decision {
      case .scan: .scan
      case .template: .template
      case .statement: .statement
      case .query: .query
      case .version: .version
      case .phone: .phone
      case .literal: .literal
      case .userID: .userID
      case .credential: .credential
      case .notAllowed: .notAllowed
      case .ownHash: .ownHash
      case .ownRedact: .ownRedact
      case .ownDrop: .ownDrop
      }
  }

  /// How the value's texts are treated when the value stays.
  var style: TextStyle {
    switch self {
    case .template: .prose
    case .statement: .statement
    case .query: .query
    case .version: .version
    case .phone: .phone
    default: .plain
    }
  }

  /// Whether the value stays, less what is found in it.
  @inline(__always)
  var isScanned: Bool { rawValue <= Self.phone.rawValue }

  /// Whether the attribute is left out of `place`.
  @inline(__always)
  func leavesOut(of place: TextPlace) -> Bool {
    place == .item && (self == .notAllowed || self == .ownDrop)
  }

  /// What a replacement of the whole value counts as.
  var privacyRule: PrivacyRule {
    switch self {
    case .literal: .statement
    case .userID: .userID
    case .credential: .credentialKey
    case .ownHash: .ownHash
    case .ownRedact: .ownRedact
    case .ownDrop: .ownDrop
    case .scan, .template, .statement, .query, .version, .phone, .notAllowed: .notAllowed
    }
  }
}
