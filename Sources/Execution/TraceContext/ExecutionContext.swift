/// Where in a trace an execution stands: its own span, and the one it belongs to.
package struct ExecutionContext: Sendable, Equatable {
  private static let sampled: UInt8 = 1

  /// The execution's own span, which its children get as their parent.
  package let span: TraceParent
  /// Nil at the root of a trace.
  package let parent: SpanID?
  package let state: TraceState?

  /// A child of what the environment names; where that is nothing valid, the root of a new trace.
  package init(
    traceParent: String?, traceState: String?, using generator: inout some RandomNumberGenerator
  ) {
    let parent = traceParent.flatMap(TraceParent.init)
    span = TraceParent(
      traceID: parent?.traceID ?? TraceID(using: &generator), spanID: SpanID(using: &generator),
      flags: parent?.flags ?? Self.sampled)
    self.parent = parent?.spanID
    // Without a valid parent it would speak of another trace.
    state = parent == nil ? nil : traceState.flatMap(TraceState.init)
  }
}
