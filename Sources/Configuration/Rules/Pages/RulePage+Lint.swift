extension RulePage {
  static let deprecatedKey = RulePage(
    .deprecatedKey, "deprecated-key", .warning, "The setting has a new name.",
    """
    The old name still works and will stop working one day. `validate --fix` writes the new one.
    """)

  static let unusedIgnore = RulePage(
    .unusedIgnore, "unused-ignore", .warning, "A `# hg-ignore` silences nothing.",
    """
    `# hg-ignore HG104` at the end of a line silences the findings of that rule on the line; alone on a line, those \
    of the next. Several codes may follow, and after them a reason. One that silences nothing is left from an \
    earlier state, stands on the wrong line or names no rule that can be silenced; it would hide the next mistake. \
    `validate --fix` takes it out.

    Findings because of which a file cannot be loaded cannot be silenced.
    """,
    wrong: "service: { name: build } # hg-ignore HG104 the tunnel encrypts", right: "service: { name: build }"
  )

  static let fixedLevel = RulePage(
    .fixedLevel, "fixed-level", .error, "`lint:` gives a level to a rule whose level cannot be set.",
    """
    Under `lint:`, at the top of a file or in a profile or bundle, a rule is set to `off`, `warning` or `error`. That \
    is possible for what can be run and perhaps should not be. It is not for errors because of which a file \
    cannot be loaded: they would only be hidden, and the gateway would still not start.
    """,
    wrong: "lint: { HG003: off }", right: "lint: { HG104: off }")

  static let needsRestart = RulePage(
    .needsRestart, "needs-restart", .error,
    "A reload would change a setting that only a new process can take.",
    """
    A running gateway takes almost every change of its configuration (SIGHUP, `--watch`). Settings that are marked \
    `restart` on the page of settings are fixed when it starts. A reload that would change one is refused whole, so \
    that what runs is always one configuration and never half of another: restart the gateway, or take the change \
    back.
    """)
}
