/// Holes in the privacy mode that a profile says are meant.
enum PrivacyHole {
  static let page = RulePage(
    .privacyHole, "privacy-hole", .warning,
    "With `privacy.override`, an own rule or the mode of one signal takes less than the privacy mode.",
    """
    `override: true` lets the file say less than its mode promises, and this is each place where it does: an entry of \
    `allow`, `redact` or `hash` that lets more through than the mode would, or a signal with a weaker mode. An \
    `allow` or `hash` of `prefix.*` is always one: below the prefix may be keys of people and credentials. Whoever \
    reads `mode: strict` at the top would not expect it. Where it is meant, say why on the line: \
    `# hg-ignore HG125 build numbers are public`. Where it is not, take it out; without any hole `override` should \
    go too, so that the next one is refused (HG023).
    """,
    wrong: "privacy: { mode: strict, override: true, allow: [build.number] }",
    right: "privacy: { mode: strict, drop: [build.number] }")

  static let rule = ProfileRule(.privacyHole) { profile in
    profile.meantHoles.map { hole in
      Diagnostic(
        page.severity, .privacyHole, "\(hole.message); `privacy.override` lets it", at: hole.place,
        path: hole.path)
    }
  }
}
