/// Sampling settings that look at single spans.
enum SpanRule {
  static let page = RulePage(
    .spanRule, "span-rule", .note, "The setting keeps or drops single spans, not whole traces.",
    """
    A ratio decides by the trace id, so that all spans of a trace leave or none. `keep`, `by_service` and \
    `by_span_name` look at each span by itself, since a gateway need not see the others: a span that is kept for its \
    error may arrive without its parent and its children, and a service with another ratio than its callers is in \
    some traces only as a gap. Counts estimated from `th` stay right.

    This is a note, which `--strict` does not count. `lint: { HG127: off }` takes it away.
    """,
    wrong: "sampling: { sampler: parentbased_traceidratio, ratio: 0.1, keep: { errors: true } }",
    right: "sampling: { sampler: parentbased_traceidratio, ratio: 0.1 }")

  static let rule = ProfileRule(.spanRule) { profile in
    guard let sampler = profile.placed("sampling.sampler", \.sampling.sampler) else { return [] }
    return SamplingUse(profile, sampler.value).effective.filter { spanRules.contains($0.name) }.map { use in
      Diagnostic(
        page.severity, .spanRule,
        "`sampling.\(use.name)` acts on single spans: the rest of their traces goes by its own ratio",
        at: use.assignment.place, path: use.assignment.path)
    }
  }

  private static let spanRules: Set<String> = ["keep", "by_service", "by_span_name"]
}
