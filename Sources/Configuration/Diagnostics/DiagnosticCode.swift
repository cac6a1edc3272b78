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
  /// A reload would have to change a setting that only a new process can take.
  case needsRestart = "HG301"
}
