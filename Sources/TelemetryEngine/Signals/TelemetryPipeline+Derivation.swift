/// What is derived. Nothing here is on the way of a span that is no execution where there are no span metrics.
extension TelemetryPipeline {
  /// Observes an accepted span for the span metrics.
  @inline(never)
  mutating func observeSpan(_ bytes: RawSpan, _ span: WireField, isKept: Bool) throws(WireError) {
    guard let observation = try spanObserver?.observe(bytes, span, isKept: isKept, &rewriter.scrubber) else {
      return
    }
    spanObservations.append(observation)
  }

  /// Observes the execution that an accepted span tells of, unless its service reports them itself.
  @inline(never)
  mutating func observePlugin(_ bytes: RawSpan, _ span: WireField) throws(WireError) {
    if let reporters = options.pluginReporters, reporters.contains(serviceKey(bytes, reporters)) { return }
    try pluginObservations.append(PluginObservation(bytes, span, &rewriter.scrubber))
  }

  /// Notes that the resource at hand sends plugin metrics.
  @inline(never)
  mutating func notePluginReport(_ bytes: RawSpan) {
    guard let reporters = options.pluginReporters else { return }
    let key = serviceKey(bytes, reporters)
    if pluginReports.last != key { pluginReports.append(key) }
  }

  private func serviceKey(_ bytes: RawSpan, _ reporters: PluginReporters) -> ContentKey {
    if let name = resourceDefaults.serviceName { return reporters.key(bytes, name) }
    let own = Array(options.serviceName.utf8)
    return unsafe reporters.key(own.span.bytes, 0..<own.count)
  }

  /// Finds the executions of a request that are below a guard-rails span of it.
  @inline(never)
  mutating func findGuardRails(_ request: RawSpan) throws(WireError) {
    let open = pluginObservations.indices.filter {
      !pluginObservations[$0].isGuardRail && pluginObservations[$0].parent != 0
    }
    guard !open.isEmpty else { return }
    var ancestry = try SpanAncestry(
      request, around: open.compactMap { pluginObservations[$0].span }, checksText: items.rejected > 0)
    for index in open {
      guard let span = pluginObservations[index].span else { continue }
      pluginObservations[index].isGuardRail = ancestry.isBelowGuardRails(
        span, parent: pluginObservations[index].parent)
    }
  }
}
