internal import YAMLTree

extension ConfigurationSet {
  /// The variables that any bundle or profile mentions in `${env:…}`, used or not.
  var referencedVariables: Set<String> {
    var names: Set<String> = []
    for fragment in fragments.values {
      for entry in fragment.settings { Self.collect(from: entry.value, into: &names) }
    }
    return names
  }

  private static func collect(from node: YAMLNode, into names: inout Set<String>) {
    switch node.content {
    case .scalar(let scalar): names.formUnion(ReferenceScan.variables(in: scalar.text))
    case .sequence(let elements):
      for element in elements { collect(from: element, into: &names) }
    case .mapping(let entries):
      for entry in entries { collect(from: entry.value, into: &names) }
    }
  }
}

extension ReferenceScan {
  /// The references of a text as far as it can be read.
  static func references(in text: String) -> [Reference] {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return [] }
    var scan = ReferenceScan(text)
    var found: [Reference] = []
    while let piece = try? scan.next() {
      if case .reference(let reference) = piece.content { found.append(reference) }
    }
    return found
  }

  static func variables(in text: String) -> [String] {
    references(in: text).compactMap { if case .environment(let name, _) = $0 { name } else { nil } }
  }
}
