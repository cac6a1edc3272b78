/// The labels of one series as the text formats write them between their braces: `name="value"`, comma-separated,
/// in order. A name that is not `[a-zA-Z_][a-zA-Z0-9_]*` is quoted.
package struct SeriesLabels: Sendable, Hashable {
  package let text: [UInt8]
  /// Whether a name is quoted, so that the labels have to be written anew for a scraper that wants them escaped.
  package let hasQuotedName: Bool

  /// Takes labels in the order in which they are shown. An empty value stays: where a scraper honours labels, it
  /// says that there is none, and keeps the scraper from adding its own.
  package init(_ labels: [MetricFamily.Label]) {
    var text: [UInt8] = []
    var hasQuotedName = false
    for label in labels {
      if !text.isEmpty { text.append(UInt8(ascii: ",")) }
      if EscapingScheme.isPlain(label.name, allowsColon: false) {
        text += label.name.utf8
      } else {
        hasQuotedName = true
        Self.appendQuoted(label.name, to: &text)
      }
      text.append(UInt8(ascii: "="))
      Self.appendQuoted(label.value, to: &text)
    }
    self.text = text
    self.hasQuotedName = hasQuotedName
  }

  /// The labels that the text was made of.
  package var labels: [MetricFamily.Label] {
    var labels: [MetricFamily.Label] = []
    LabelText.forEachPair(text) { name, value in
      labels.append(
        MetricFamily.Label(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
    return labels
  }

  static func quoted(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    appendQuoted(text, to: &bytes)
    return bytes
  }

  private static func appendQuoted(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
