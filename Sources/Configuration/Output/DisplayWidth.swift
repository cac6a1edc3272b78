extension Unicode.Scalar {
  /// Whether it would act on a terminal or hide what stands there instead of being seen: control
  /// characters, marks of direction, spaces without width.
  package var isInvisible: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }

  /// Twice as wide as a letter in a terminal (Unicode Standard Annex 11, classes W and F).
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}

extension Character {
  /// How many columns of a terminal it takes: 0, 1 or 2.
  package var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.isASCII, unicodeScalars.count == 1 { return 1 }
    // A variation selector turns a sign into a picture.
    if first.isWide || unicodeScalars.contains("\u{FE0F}") { return 2 }
    return first.properties.generalCategory == .nonspacingMark ? 0 : 1
  }
}

extension String {
  /// With everything that cannot be seen, line breaks included, replaced by U+FFFD.
  var withoutInvisibles: String {
    guard unicodeScalars.contains(where: \.isInvisible) else { return self }
    var text = ""
    // A joiner inside a cluster is part of a picture; only what begins one can hide something.
    for character in self {
      if let first = character.unicodeScalars.first, first.isInvisible {
        text += "\u{FFFD}"
      } else {
        text.append(character)
      }
    }
    return text
  }
}
