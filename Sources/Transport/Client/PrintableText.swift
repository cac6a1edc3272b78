/// A peer's words, made safe for a log line: control characters become spaces, bytes that are no
/// UTF-8 become U+FFFD, and what is longer than `limit` bytes ends in an ellipsis.
func printableText(_ bytes: some Sequence<UInt8>, limit: Int = 512) -> String {
  // A scalar has at most four bytes, so this much holds all that can be kept.
  let head = Array(bytes.prefix(limit * 4))
  let ellipsis = "…"
  var text = String.UnicodeScalarView()
  var size = 0
  var keptForEllipsis = text
  for scalar in String(decoding: head, as: UTF8.self).unicodeScalars {
    let shown = isPrintable(scalar) ? scalar : " "
    size += UTF8.width(shown)
    if size > limit { return String(keptForEllipsis) + ellipsis }
    text.append(shown)
    if size <= limit - ellipsis.utf8.count { keptForEllipsis = text }
  }
  return String(text)
}

func printableText(_ text: String) -> String { printableText(text.utf8) }

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
  default: true
  }
}
