/// What kind of finding a diagnostic is. The codes are a promise: one is never reused for another thing.
package enum DiagnosticCode: String, Sendable, CaseIterable {
  /// The file is not YAML.
  case syntax = "HG001"
  /// No setting, section or top-level key of that name.
  case unknownKey = "HG002"
  /// The value is of another type than the setting's.
  case wrongType = "HG003"
  /// The value is of the right type and out of the allowed range.
  case outOfRange = "HG004"
  /// A key stands twice, or is no key.
  case duplicateKey = "HG005"
  /// A profile or bundle lists a bundle that is not there.
  case unknownBundle = "HG006"
  /// `extends`, `--profile` or `HEPHAESTUS_PROFILE` names a profile that is not there.
  case unknownProfile = "HG007"
  /// Profiles extend, bundles list, or files include one another in a circle.
  case cycle = "HG008"
  /// `${…}` that is not one of the forms there are.
  case malformedReference = "HG009"
  /// `${env:NAME}` or `${file:PATH}` without a value and without a default.
  case undefinedReference = "HG010"
  /// An `include` that is missing, outside the folder, or one too many.
  case include = "HG011"
  /// Larger than the limits of a file.
  case limit = "HG012"
  /// No `version`, or one this program does not read.
  case version = "HG013"
  /// Known, and not in this version.
  case notAvailable = "HG014"
  /// A target that is one of this gateway's own receivers.
  case ownReceiver = "HG015"
  /// Settings that contradict each other, or one without another that it needs.
  case conflict = "HG016"
  /// An environment variable with a value it does not accept.
  case environment = "HG017"
  /// A `--set` that is not `path=value`.
  case flag = "HG018"
  /// Two bundles or two profiles of one name.
  case duplicateName = "HG019"
  /// A file that cannot be opened.
  case unreadable = "HG020"
  /// The environment adds a target to those that the profile names.
  case addedTarget = "HG021"
  /// A variable that is set and not read.
  case ignoredVariable = "HG022"
  /// An own privacy rule, or a signal's mode, that is weaker than the mode, without `privacy.override`.
  case weakerRule = "HG023"
  /// A pattern that cannot be used.
  case unusablePattern = "HG024"

  /// A bundle that no profile uses.
  case unusedBundle = "HG101"
  /// A value of a bundle that every profile with that bundle overrides.
  case overriddenValue = "HG102"
  /// A credential written out in a file.
  case literalCredential = "HG103"
  /// A target on another host, reached without TLS.
  case plaintextTarget = "HG104"
  /// A credential sent to another host without TLS.
  case plaintextCredential = "HG105"
  /// The port of one OTLP protocol with the other protocol.
  case protocolPort = "HG106"
  /// `/v1/traces` and its like at the end of a base endpoint.
  case signalPath = "HG107"
  /// A ratio beside a sampler that does not read it.
  case ignoredRatio = "HG108"
  /// A ratio so small that no trace is kept.
  case vanishingRatio = "HG109"
  /// Every trace goes to another host.
  case unsampledTarget = "HG110"
  /// The privacy mode `minimal` with a target on another host.
  case minimalPrivacy = "HG111"
  /// Two listeners at one address.
  case listenerConflict = "HG112"
  /// A listener on every address, without TLS.
  case openListener = "HG113"
  /// A port that only root may bind.
  case privilegedPort = "HG114"
  /// Neither a target nor Prometheus.
  case noOutput = "HG115"
  /// A signal that no target takes.
  case signalWithoutTarget = "HG116"
  /// Queues that together may hold more than the memory limit.
  case queuesExceedMemory = "HG117"
  /// A memory limit of a few messages.
  case smallMemory = "HG118"
  /// The scrape port that the toolkit binds itself.
  case toolkitPort = "HG119"
  /// The old name of a setting.
  case deprecatedKey = "HG120"
  /// A `# hg-ignore` that silences nothing.
  case unusedIgnore = "HG121"
  /// A level in `lint:` for a rule whose level cannot be set.
  case fixedLevel = "HG122"
  /// A profile with targets that is not enabled.
  case notEnabled = "HG123"
  /// An endpoint of one signal without a path.
  case bareSignalEndpoint = "HG124"
  /// An own privacy rule, or a signal's mode, that is weaker than the mode and meant to be.
  case privacyHole = "HG125"
  /// A ratio on top of one that programs may have applied.
  case doubleSampling = "HG126"
  /// A sampling rule for single spans, not for whole traces.
  case spanRule = "HG127"
  /// A sampling setting beside a sampler that makes it useless.
  case idleSampling = "HG128"
  /// A key in several lists of own privacy rules.
  case shadowedKey = "HG129"

  /// A file of a `tls` section that holds no PEM of the kind it should.
  case notPEM = "HG201"
  /// A private key that is not the certificate's.
  case keyMismatch = "HG202"
  /// A file with a secret that every user of the machine can read.
  case exposedSecret = "HG203"
  /// A certificate that is no longer valid.
  case expiredCertificate = "HG204"
  /// A certificate that will not be valid for much longer.
  case expiringCertificate = "HG205"
  /// A certificate that is not valid yet.
  case futureCertificate = "HG206"
  /// A key of pseudonyms that is lost with the process.
  case unkeptKey = "HG207"
  /// A path relative to a state directory that does not exist.
  case noStateDirectory = "HG208"

  /// A reload would have to change a setting that only a new process can take.
  case needsRestart = "HG301"
}
