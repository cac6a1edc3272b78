/// Gathers the entries of one mapping: refuses keys that stand twice and applies `<<` merge keys, whose
/// entries give way to written ones and, in a list, to those of the mappings before them.
struct MappingCollector {
  private var written: [YAMLEntry] = []
  private var merged: [YAMLEntry] = []
  private var values: [String: (line: Int, node: YAMLNode)] = [:]
  private(set) var faults: [YAMLError] = []

  var entries: [YAMLEntry] {
    var known = Set(written.map(\.key))
    return written + merged.filter { known.insert($0.key).inserted }
  }

  mutating func add(_ key: YAMLNode, _ value: YAMLNode) {
    guard case .scalar(let scalar) = key.content else {
      faults.append(YAMLError(.key, "a key must be a single value, not \(key.kindName)", at: key.range))
      return
    }
    if let first = values[scalar.text] {
      var fault = YAMLError(
        .key, "the key `\(scalar.text)` stands here again; it is first on line \(first.line)", at: key.range)
      if value.saysTheSame(as: first.node) {
        fault.repeated = SourceRange(file: key.range.file, start: key.range.start, end: value.range.end)
      }
      faults.append(fault)
      return
    }
    values[scalar.text] = (key.range.start.line, value)
    if scalar.text == "<<", scalar.style == .plain {
      merge(value)
    } else {
      written.append(YAMLEntry(key: scalar.text, keyRange: key.range, value: value))
    }
  }

  private mutating func merge(_ value: YAMLNode) {
    switch value.content {
    case .mapping(let entries): merged += entries
    case .sequence(let elements):
      for element in elements {
        guard case .mapping(let entries) = element.content else {
          refuseMerge(of: element)
          continue
        }
        merged += entries
      }
    case .scalar: refuseMerge(of: value)
    }
  }

  private mutating func refuseMerge(of node: YAMLNode) {
    faults.append(
      YAMLError(.key, "`<<` merges a mapping or a list of mappings, not \(node.kindName)", at: node.range))
  }
}
