/// Where the spans of a request hang, whatever resource or scope they are of: who is below a guard-rails span.
///
/// Takes less memory than a few times the request, for as long as it is looked at, and looks at no span twice,
/// however deep or tangled the trees are.
struct SpanAncestry {
  private enum State { case unknown, pending, isBelow, isNot }

  private struct Node {
    /// 0 for a root.
    var parent: UInt64
    var isGuardRails: Bool
    var state = State.unknown
  }

  private let traces: Set<SpanIdentity>
  private var nodes: [SpanIdentity: Node] = [:]

  /// Notes the spans of `request` that are in a trace with one of `spans`. `checksText` is whether any was
  /// rejected; those are nobody's ancestor.
  init(_ request: RawSpan, around spans: [SpanIdentity], checksText: Bool) throws(WireError) {
    traces = Set(spans.map { $0.sibling(0) })
    var reader = FieldReader(request, 0, request.byteCount)
    while let block = try reader.next() {
      guard block.tag == 0x0a else { continue }
      if checksText, try !Self.isText(request, block, .resourceSpans, depth: 1) { continue }
      var scopes = FieldReader(request, block.low, block.high, depth: 1)
      while let scope = try scopes.next() {
        guard scope.tag == 0x12 else { continue }
        if checksText, try !Self.isText(request, scope, .scopeSpans, depth: 2) { continue }
        var members = FieldReader(request, scope.low, scope.high, depth: 2)
        while let span = try members.next() {
          if span.tag == 0x12 { try note(request, span, checksText: checksText) }
        }
      }
    }
  }

  /// Whether the fields of a block that are not its records are text.
  private static func isText(
    _ bytes: RawSpan, _ block: WireField, _ type: MessageType, depth: Int
  ) throws(WireError) -> Bool {
    var reader = FieldReader(bytes, block.low, block.high, depth: depth)
    while let part = try reader.next() {
      if part.tag != 0x12, try !MessageValidator.isText(bytes, part, type, depth: depth) { return false }
    }
    return true
  }

  private mutating func note(_ bytes: RawSpan, _ span: WireField, checksText: Bool) throws(WireError) {
    var facts = ObservedSpan()
    var reader = FieldReader(bytes, span.low, span.high, depth: 3)
    while let field = try reader.next() { try facts.read(bytes, field) }
    guard let identity = facts.identity(bytes), identity.span != 0,
      traces.contains(identity.sibling(0))
    else { return }
    if checksText, try !MessageValidator.isText(bytes, span.low, span.high, .span, depth: 3) { return }
    let isGuardRails = Self.isGuardRails(bytes, facts.name)
    // A span that was sent twice is one of them if either says so.
    if nodes[identity]?.isGuardRails != true {
      nodes[identity] = Node(parent: facts.parentID(bytes), isGuardRails: isGuardRails)
    }
  }

  private static func isGuardRails(_ bytes: RawSpan, _ name: Range<Int>) -> Bool {
    switch name.count {
    case 11: bytes.matches("guard-rails", at: name.lowerBound, before: name.upperBound)
    case 15: bytes.matches("cli.guard-rails", at: name.lowerBound, before: name.upperBound)
    default: false
    }
  }

  /// Whether an ancestor of the span, of which `parent` is the nearest, is a guard-rails span of this request.
  mutating func isBelowGuardRails(_ span: SpanIdentity, parent: UInt64) -> Bool {
    var path: [SpanIdentity] = []
    var next = span.sibling(parent)
    var answer = false
    while next.span != 0, let node = nodes[next] {
      if node.isGuardRails || node.state == .isBelow { answer = true }
      // Pending is what a cycle comes back to.
      guard !answer, node.state == .unknown else { break }
      nodes[next]?.state = .pending
      path.append(next)
      next.span = node.parent
    }
    for step in path { nodes[step]?.state = answer ? .isBelow : .isNot }
    return answer
  }
}
