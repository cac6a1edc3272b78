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
      if Self.isPlain(label.name) {
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
    var position = 0
    while position < text.count {
      let name = read(&position, until: UInt8(ascii: "="))
      let value = read(&position, until: UInt8(ascii: ","))
      labels.append(MetricFamily.Label(name, value))
    }
    return labels
  }

  /// Reads a word, quoted or not, and the separator behind it.
  private func read(_ position: inout Int, until separator: UInt8) -> String {
    var word: [UInt8] = []
    var isQuoted = false
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "\\"), position < text.count {
        word.append(text[position] == UInt8(ascii: "n") ? UInt8(ascii: "\n") : text[position])
        position += 1
      } else if byte == separator, !isQuoted {
        break
      } else {
        word.append(byte)
      }
    }
    return String(decoding: word, as: UTF8.self)
  }

  static func isPlain(_ name: String) -> Bool {
    var isFirst = true
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if isFirst { return false }
      default: return false
      }
      isFirst = false
    }
    return !isFirst
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
