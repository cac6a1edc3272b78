/// Text from a sender, made fit for one line of a terminal.
enum PrintableName {
  /// The most characters a name takes, the ellipsis of a shortened one included.
  static let maximumLength = 40
  /// More combining marks than this stack up on one character in no language's ordinary text.
  static let maximumMarks = 2

  /// A few words of UTF-8 as text that moves no cursor, hides nothing and has a bounded length.
  /// Control characters, and format characters, which turn the direction of writing or have no
  /// width, become `\u{…}`.
  static func text(_ raw: String) -> String {
    var result = String.UnicodeScalarView()
    var shortened = result
    var marks = 0
    for scalar in raw.unicodeScalars {
      marks = isMark(scalar) ? marks + 1 : 0
      if isPrintable(scalar), marks <= maximumMarks {
        result.append(scalar)
      } else {
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      }
      guard result.count <= maximumLength else { return String(shortened) + "…" }
      if result.count < maximumLength { shortened = result }
    }
    return String(result)
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .enclosingMark, .nonspacingMark: true
    default: false
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      false
    default: true
    }
  }
}
