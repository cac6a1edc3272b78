/// A user's own rules for attribute keys: exact keys, in any case, or `prefix.*`.
package struct OwnKeyRules: Sendable, Equatable {
  package enum List: String, Sendable, CaseIterable {
    case allow, drop, redact, hash

    var decision: KeyDecision {
      switch self {
      case .allow: .scan
      case .drop: .ownDrop
      case .redact: .ownRedact
      case .hash: .ownHash
      }
    }
  }

  package var allow: [String]
  package var drop: [String]
  package var redact: [String]
  package var hash: [String]
  /// Whether a rule may be weaker than the mode.
  package var isOverriding: Bool

  package init(
    allow: [String] = [], drop: [String] = [], redact: [String] = [], hash: [String] = [],
    isOverriding: Bool = false
  ) {
    self.allow = allow
    self.drop = drop
    self.redact = redact
    self.hash = hash
    self.isOverriding = isOverriding
  }

  package subscript(list: List) -> [String] {
    switch list {
    case .allow: allow
    case .drop: drop
    case .redact: redact
    case .hash: hash
    }
  }

  /// What these rules alone say of a key; an exact key is heard before a prefix, a longer prefix before a
  /// shorter one, and of several lists the one that takes the most.
  func decision(for lowercasedKey: String) -> (decision: KeyDecision, isExact: Bool)? {
    var best: (length: Int, decision: KeyDecision)?
    for list in List.allCases {
      for entry in self[list] {
        guard let length = Self.matchLength(entry.lowercased(), lowercasedKey) else { continue }
        let decision = list.decision
        guard let found = best else {
          best = (length, decision)
          continue
        }
        if length > found.length
          || length == found.length && decision.strength > found.decision.strength
        {
          best = (length, decision)
        }
      }
    }
    return best.map { ($0.decision, $0.length == Int.max) }
  }

  /// How specific the match is; nil where the entry does not name the key.
  private static func matchLength(_ entry: String, _ key: String) -> Int? {
    if entry.hasSuffix(".*") {
      let prefix = entry.dropLast()
      return key.hasPrefix(prefix) && key.utf8.count > prefix.utf8.count ? prefix.utf8.count : nil
    }
    return entry == key ? Int.max : nil
  }
}
