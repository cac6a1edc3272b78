/// A pattern and what takes the place of its matches.
package struct Substitution: Sendable {
  package let name: String
  /// Nil counts as one that matches everything.
  package let pattern: Pattern?
  package let replacement: PatternReplacement

  package init(name: String, pattern: Pattern?, replacement: PatternReplacement) {
    self.name = name
    self.pattern = pattern
    self.replacement = replacement
  }
}

/// What takes the place of a match: `$1` to `$9` are groups, `$0` is the match, `$$` is a dollar sign;
/// any other dollar sign stands for itself.
package struct PatternReplacement: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case literal([UInt8])
    case group(Int)
  }

  let parts: [Part]

  /// The highest group that it names; 0 when it names none.
  package var highestGroup: Int {
    parts.reduce(0) { highest, part in
      if case .group(let group) = part { max(highest, group) } else { highest }
    }
  }

  /// What it comes to whatever matched; nil when it names a group.
  package var literal: String? {
    var bytes: [UInt8] = []
    for part in parts {
      guard case .literal(let text) = part else { return nil }
      bytes += text
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  package init(_ template: String) {
    var parts: [Part] = []
    var literal: [UInt8] = []
    var isEscaped = false
    for byte in template.utf8 {
      guard isEscaped else {
        if byte == UInt8(ascii: "$") { isEscaped = true } else { literal.append(byte) }
        continue
      }
      isEscaped = false
      if byte &- 0x30 < 10 {
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = []
        parts.append(.group(Int(byte &- 0x30)))
      } else {
        literal.append(UInt8(ascii: "$"))
        if byte != UInt8(ascii: "$") { literal.append(byte) }
      }
    }
    if isEscaped { literal.append(UInt8(ascii: "$")) }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }
}
