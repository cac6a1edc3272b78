internal import PrivacyCatalogue

/// What one signal's texts and keys are judged by.
struct ScrubPolicy: Sendable {
  let keys: KeyPolicy
  let isStrict: Bool
  let isMinimal: Bool
  private let hasPatterns: Bool
  /// A text without any of these has nothing for the detectors.
  private let interest: TextClasses
  /// Digits are of interest from this length on.
  let digitLength: Int

  init(_ policy: PrivacyOptions.Policy, hasPatterns: Bool) {
    keys = KeyPolicy(mode: policy.mode, own: policy.own)
    switch policy.mode {
    case .strict: (isStrict, isMinimal) = (true, false)
    case .balanced: (isStrict, isMinimal) = (false, false)
    case .minimal: (isStrict, isMinimal) = (false, true)
    }
    self.hasPatterns = hasPatterns
    let credentials = CredentialDetectors.interest
    interest = isMinimal ? credentials : credentials.union(PersonalDetectors.interest)
    digitLength = isMinimal ? .max : PaymentCardDetector.minimumLength
  }

  /// Whether a text of these classes and `length` bytes stays as it is for sure. What has to come together for
  /// a detector to find anything is looked at together, as most texts have one or the other.
  @inline(__always)
  func isHarmless(_ classes: TextClasses, _ length: Int) -> Bool {
    if hasPatterns { return classes.rawValue == 0 }
    return hasNothing(classes, length) && (length < digitLength || !classes.contains(.digit))
  }

  /// Whether the detectors, but for those of digits alone, find nothing.
  @inline(__always)
  func hasNothing(_ classes: TextClasses, _ length: Int) -> Bool {
    var left = classes.rawValue & interest.rawValue
    if !classes.contains(.homeLetter) { left &= ~TextClasses.homeSigns.rawValue }
    if isMinimal || !classes.contains(.digit) {
      left &= ~TextClasses.addressSigns.rawValue
      if length >= KnownTokens.dottedLength { left |= classes.rawValue & TextClasses.dot.rawValue }
    }
    if !classes.contains(.letterB) { left &= ~TextClasses.space.rawValue }
    if length < CredentialDetectors.shortestToken { left &= ~TextClasses.tokenSigns.rawValue }
    return left == 0
  }
}

extension TextClasses {
  /// What paths of home directories have.
  fileprivate static let homeSigns: TextClasses = [.slash, .backslash]
  /// What addresses of machines have.
  fileprivate static let addressSigns: TextClasses = [.dot, .colon]
  /// What tokens and keys have.
  fileprivate static let tokenSigns: TextClasses = [.dash, .underscore, .rareCapital]
}
