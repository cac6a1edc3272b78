extension ValidationReport {
  /// Without colours.
  package var text: String { text(in: .plain) }

  /// All findings with their lines, and a last line that counts them.
  func text(in style: TextStyle) -> String {
    var blocks = fixed.map { style.paint("fixed", .good) + " " + $0.headline(in: style) }
    blocks += diagnostics.map { $0.rendered(in: style) }
    blocks.append(style.paint(summary, .strong))
    return blocks.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let mended = fixed.isEmpty ? "" : "\(fixed.count) fixed, "
    guard !diagnostics.isEmpty else {
      let names = checked.count > 3 ? "\(checked.count) files" : checked.joined(separator: ", ")
      return "\(names.withoutInvisibles): \(mended)nothing to object to"
    }
    let fixable = diagnostics.count { $0.fix != nil }
    let hint = fixable == 0 ? "" : "; --fix can mend \(fixable)"
    let noted = notes == 0 ? "" : ", \(Self.count(notes, "note"))"
    return "\(mended)\(Self.count(errors, "error")), \(Self.count(warnings, "warning"))\(noted)\(hint)"
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }
}
