/// The place of one value in a profile: `sampling.ratio`, `targets.default.headers.authorization`.
package struct SettingPath: Sendable, Equatable, Hashable, Comparable, CustomStringConvertible {
  package var components: [String]

  package init(_ components: [String] = []) { self.components = components }

  /// With a component quoted where it holds a dot or is not a plain word.
  package var description: String {
    components.map { component in
      let isPlain = !component.isEmpty && component.utf8.allSatisfy { Self.isPlain($0) }
      return isPlain ? component.shown(256) : "\"\(component.shown)\""
    }.joined(separator: ".")
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.components.lexicographicallyPrecedes(right.components)
  }

  func appending(_ component: String) -> Self { Self(components + [component]) }

  func renamingLast(_ component: String) -> Self { Self(components.dropLast() + [component]) }

  func hasPrefix(_ prefix: Self) -> Bool { components.starts(with: prefix.components) }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension String {
  /// As it may stand in a one-line message: without control characters and not longer than 80.
  var shown: String { shown(80) }

  func shown(_ length: Int) -> String {
    var text = ""
    for scalar in unicodeScalars.prefix(length) {
      text.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return unicodeScalars.count > length ? text + "…" : text
  }
}
