internal import Configuration
internal import TelemetryEngine

/// A change as two lines of text: what stands there is shortened around what changes, and nothing in it can
/// act on a terminal.
struct ChangeText {
  /// Characters that are shown of an unchanged text on each side of a change.
  private static let context = 32
  /// Characters that are shown of each end of a text that changes.
  private static let ends = 60

  let before: String
  let after: String

  init(_ parts: [PlacedChange.Part], in style: TextStyle) {
    var before = ""
    var after = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .kept(let text):
        let shown = Self.shortened(
          text, head: index == 0 ? 0 : Self.context, tail: index == parts.count - 1 ? 0 : Self.context)
        before += shown
        after += shown
      case .changed(let old, let new):
        before += style.paint(Self.shortened(old, head: Self.ends, tail: Self.ends), .error)
        after += style.paint(Self.shortened(new, head: Self.ends, tail: Self.ends), .good)
      }
    }
    self.before = before
    self.after = after
  }

  private static func shortened(_ text: String, head: Int, tail: Int) -> String {
    // One character in place of one is no gain.
    guard text.count > head + tail + 1 else { return escaped(text) }
    return escaped(String(text.prefix(head))) + "…" + escaped(String(text.suffix(tail)))
  }

  /// With everything that cannot be seen written as Swift and JavaScript would.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isInvisible) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.isInvisible: result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
