extension Schema {
  private static let most = 100

  static let sampling: [Setting] = [
    .value(
      "sampling.sampler", .sampler, \.sampling.sampler, environment: "OTEL_TRACES_SAMPLER",
      "Which traces are kept."),
    .value(
      "sampling.ratio", .ratio, \.sampling.ratio, environment: "OTEL_TRACES_SAMPLER_ARG",
      "The share of traces that the ratio samplers keep, of those that programs did not leave out already."),
    .value(
      "sampling.mode", .choice(), \.sampling.mode,
      "What the ratio is of where upstream sampled before: all traces there were, or those that arrive."),
    .value(
      "sampling.assume_unsampled", .boolean, \.sampling.assumeUnsampled,
      "Whether a span that does not say at what probability it was sampled counts as one of all there were."),
    .value(
      "sampling.keep.errors", .boolean, \.sampling.keep.errors,
      "Whether every span whose status is an error is kept."),
    .value(
      "sampling.keep.slower_than",
      ValueType<Duration>.duration(.milliseconds(1)...day).optional(absent: "no span for its duration"),
      \.sampling.keep.slowerThan, "Every span that took longer is kept."),
    .map(
      "sampling.keep.attributes", ofLists: .text("one line of text", maxBytes: 1024, mayBeEmpty: true),
      count: 1...most, expectation: "a list of 1 to \(most) texts of at most 1024 bytes",
      keyPattern: #"[^\x00-\x1F\x7F-\x9F]+"#,
      "Every span that has one of the values, as text, under the key is kept.", checkKey: attributeKey
    ) { draft, path, values in
      draft.configuration.sampling.keep.attributes[path.components.last ?? ""] = values
    }.counting(0...most),
    .list(
      "sampling.keep.names", of: .text("the name of a span", maxBytes: 1024), count: 0...most,
      expectation: "a list of at most \(most) names of at most 1024 bytes", defaultText: "[]",
      "Every span of one of these names is kept."
    ) { draft, _, names in draft.configuration.sampling.keep.names = names },
    .map(
      "sampling.by_service", of: .ratio, keyPattern: nonEmptyLine,
      "Ratios for the services of these names, in place of `sampling.ratio`.", checkKey: name
    ) { draft, path, ratio in
      draft.configuration.sampling.byService[path.components.last ?? ""] = ratio
    }.counting(0...most),
    .map(
      "sampling.by_span_name", of: .ratio, keyPattern: nonEmptyLine,
      "Ratios for spans of these names, in place of `sampling.ratio` and `by_service`.", checkKey: name
    ) { draft, path, ratio in
      draft.configuration.sampling.bySpanName[path.components.last ?? ""] = ratio
    }.counting(0...most),
    .value(
      "sampling.rate_limit", ValueType<Double>.rate.optional(absent: "no limit"), \.sampling.rateLimit,
      "Spans of one service past which its ratio falls, so that about as many are left."),
    .value(
      "sampling.logs", .choice(), \.sampling.logs,
      "Which log records are kept: all, those of traces that are kept, or the ratio of them."),
  ]

  private static let nonEmptyLine = #"[^\x00-\x1F\x7F-\x9F]{1,1024}"#

  @Sendable private static func name(_ key: String) throws(ValueProblem) -> String {
    guard !key.isEmpty else { throw ValueProblem(hint: "the name is empty") }
    return try ValueType<String>.text("a name", maxBytes: 1024).decode(ScalarText(key))
  }
}
