/// A span of a request, its ids with the first byte highest.
struct SpanIdentity: Hashable {
  var trace: UInt128
  var span: UInt64

  /// Another span of the same trace.
  func sibling(_ span: UInt64) -> SpanIdentity { SpanIdentity(trace: trace, span: span) }
}
