/// Which profile to take.
struct ProfileChoice {
  /// Nil where none applies: of the built-in file nothing does unless a profile was named.
  let name: String?
  /// What named it, for messages; nil for the flag and for `default`, which nobody named.
  let variable: String?

  /// - Parameters:
  ///   - flag: `--profile`.
  ///   - environment: Where `HEPHAESTUS_PROFILE` may be.
  ///   - hasFile: Whether there is a file other than the built-in one.
  init(flag: String?, environment: [String: String], hasFile: Bool) {
    let given = String((environment["HEPHAESTUS_PROFILE"] ?? "").trimmed)
    let isGiven = flag == nil && !given.isEmpty
    name = flag ?? (isGiven ? given : hasFile ? "default" : nil)
    variable = isGiven ? "HEPHAESTUS_PROFILE" : nil
  }
}
