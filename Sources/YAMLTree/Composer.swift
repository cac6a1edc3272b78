/// Builds the tree from events, expanding aliases within the limits.
struct Composer: ~Copyable {
  /// A finished node with what expanding it again costs.
  private struct Built {
    var node: YAMLNode
    var nodes: Int
    var height: Int
  }

  private var parser: EventParser
  private let limits: YAMLLimits
  private var nodes = 0
  private var anchors: [String: Built] = [:]
  private var openAnchors: Set<String> = []
  private(set) var faults: [YAMLError] = []

  init(bytes: [UInt8], file: String, limits: YAMLLimits) {
    parser = EventParser(bytes: bytes, file: file)
    self.limits = limits
  }

  /// The only document of the text, or nil if it holds none.
  mutating func compose() throws(YAMLError) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try parser.next()
      switch event.kind {
      case .streamEnd: return root
      case .documentStart:
        guard root == nil else {
          throw YAMLError(.syntax, "a second document begins here; a file holds one", at: event.range)
        }
        root = try build(try parser.next(), depth: 0).node
      default: continue
      }
    }
  }

  private mutating func build(_ event: Event, depth: Int) throws(YAMLError) -> Built {
    if case .alias(let name) = event.kind { return try expand(name, at: event.range, depth: depth) }
    try count(1, at: event.range)
    switch event.kind {
    case .scalar(let scalar, let properties):
      let node = tagged(YAMLNode(content: .scalar(scalar), range: event.range), properties.tag)
      return remember(Built(node: node, nodes: 1, height: 0), properties.anchor)
    case .sequenceStart(let properties):
      return try container(properties, at: event.range, depth: depth) {
        (composer, nodes, height) throws(YAMLError) in
        try composer.sequence(depth: depth + 1, nodes: &nodes, height: &height)
      }
    case .mappingStart(let properties):
      return try container(properties, at: event.range, depth: depth) {
        (composer, nodes, height) throws(YAMLError) in
        try composer.mapping(depth: depth + 1, nodes: &nodes, height: &height)
      }
    default:
      throw YAMLError(.syntax, "a value was expected here", at: event.range)
    }
  }

  private mutating func container(
    _ properties: Event.Properties, at start: SourceRange, depth: Int,
    _ content: (inout Self, inout Int, inout Int) throws(YAMLError) -> (YAMLNode.Content, SourceRange)
  ) throws(YAMLError) -> Built {
    guard depth < limits.maxDepth else {
      throw YAMLError(.limit, "nested deeper than \(limits.maxDepth) levels", at: start)
    }
    if let anchor = properties.anchor { openAnchors.insert(anchor) }
    var (nodes, height) = (1, 0)
    let (content, last) = try content(&self, &nodes, &height)
    if let anchor = properties.anchor { openAnchors.remove(anchor) }
    let range = SourceRange(file: start.file, start: start.start, end: last.end)
    let node = tagged(YAMLNode(content: content, range: range), properties.tag)
    return remember(Built(node: node, nodes: nodes, height: height + 1), properties.anchor)
  }

  /// The types come from the schema; a tag may only say what it would find anyway.
  private mutating func tagged(_ node: YAMLNode, _ tag: String?) -> YAMLNode {
    guard let tag else { return node }
    var node = node
    if let known = CoreTag(tag), known.fits(node.content) {
      node.tag = tag
    } else {
      let reason = CoreTag(tag) == nil ? "has no meaning here" : "does not go with \(node.kindName)"
      faults.append(YAMLError(.tag, "the tag `\(CoreTag.short(tag))` \(reason); take it out", at: node.range))
    }
    return node
  }

  private mutating func sequence(
    depth: Int, nodes: inout Int, height: inout Int
  ) throws(YAMLError) -> (YAMLNode.Content, SourceRange) {
    var elements: [YAMLNode] = []
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event.kind { return (.sequence(elements), event.range) }
      let element = try build(event, depth: depth)
      elements.append(element.node)
      nodes += element.nodes
      height = max(height, element.height)
    }
  }

  private mutating func mapping(
    depth: Int, nodes: inout Int, height: inout Int
  ) throws(YAMLError) -> (YAMLNode.Content, SourceRange) {
    var collector = MappingCollector()
    while true {
      let event = try parser.next()
      if case .mappingEnd = event.kind {
        faults += collector.faults
        return (.mapping(collector.entries), event.range)
      }
      let key = try build(event, depth: depth)
      let value = try build(try parser.next(), depth: depth)
      collector.add(key.node, value.node)
      nodes += key.nodes + value.nodes
      height = max(height, key.height, value.height)
    }
  }

  private mutating func expand(
    _ name: String, at range: SourceRange, depth: Int
  ) throws(YAMLError) -> Built {
    guard let built = anchors[name], !openAnchors.contains(name) else {
      let reason = openAnchors.contains(name) ? "stands inside its own anchor" : "has no anchor above it"
      throw YAMLError(.syntax, "the alias `*\(name)` \(reason)", at: range)
    }
    guard depth + built.height <= limits.maxDepth else {
      throw YAMLError(.limit, "nested deeper than \(limits.maxDepth) levels by this alias", at: range)
    }
    try count(built.nodes, at: range)
    return built
  }

  private mutating func count(_ more: Int, at range: SourceRange) throws(YAMLError) {
    nodes += more
    guard nodes <= limits.maxNodes else {
      throw YAMLError(.limit, "more than \(limits.maxNodes) values, aliases expanded", at: range)
    }
  }

  private mutating func remember(_ built: Built, _ anchor: String?) -> Built {
    if let anchor { anchors[anchor] = built }
    return built
  }
}
