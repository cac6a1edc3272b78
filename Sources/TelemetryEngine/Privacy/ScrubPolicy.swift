internal import PrivacyCatalogue

/// What one signal's texts and keys are judged by.
struct ScrubPolicy: Sendable {
  let keys: KeyPolicy
  let isStrict: Bool
  let isMinimal: Bool
  /// A text without any of these has nothing for the detectors.
  let detectorInterest: TextClasses
  /// A text without any of these stays as it is, unless it has digits and is as long as `digitLength`.
  let interest: TextClasses
  let digitLength: Int

  init(_ policy: PrivacyOptions.Policy, hasPatterns: Bool) {
    keys = KeyPolicy(mode: policy.mode, own: policy.own)
    switch policy.mode {
    case .strict: (isStrict, isMinimal) = (true, false)
    case .balanced: (isStrict, isMinimal) = (false, false)
    case .minimal: (isStrict, isMinimal) = (false, true)
    }
    let credentials = CredentialDetectors.interest
    detectorInterest = isMinimal ? credentials : credentials.union(PersonalDetectors.interest)
    digitLength = isMinimal ? .max : PaymentCardDetector.minimumLength
    interest = hasPatterns ? .all : detectorInterest
  }
}
