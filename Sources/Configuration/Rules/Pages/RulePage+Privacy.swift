extension RulePage {
  static let weakerRule = RulePage(
    .weakerRule, "weaker-rule", .error,
    "A rule of your own, or the mode of one signal, takes less than the privacy mode.",
    """
    What a mode promises holds whatever else a file says. An entry of `allow`, `redact` or `hash` that lets more of a \
    value through than the mode would, and a mode under `privacy.traces`, `metrics` or `logs` that is weaker than \
    `privacy.mode`, are therefore refused: in `strict`, where every key goes that is not listed, that is every \
    `allow` of another key. Where it is meant, write `override: true` under `privacy`; `validate` then reports each \
    such hole as a warning (HG125).
    """,
    wrong: "privacy: { mode: strict, allow: [build.number] }",
    right: "privacy: { mode: balanced, drop: [build.owner] }")

  static let unusablePattern = RulePage(
    .unusablePattern, "unusable-pattern", .error, "A pattern under `privacy.patterns` cannot be used.",
    """
    It is no regular expression of PCRE2 (the finding stands where reading it ended, with PCRE2's words), or too large, \
    or it matches the empty text and so everywhere. A replacement may hold `$0` for the match and `$1` to `$9` for \
    groups that the pattern has. And a pattern must find nothing in a replacement: a second gateway on the way \
    would change again what the first one wrote.
    """,
    wrong: #"privacy: { patterns: { ticket: { pattern: "TICKET-([0-9]+" } } }"#,
    right: #"privacy: { patterns: { ticket: { pattern: "TICKET-([0-9]+)" } } }"#)
}
