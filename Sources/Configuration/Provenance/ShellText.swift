/// Text of a POSIX shell, written so that the shell reads back what was meant.
enum ShellText {
  /// A literal word: as it is where that is safe, else in single quotes.
  static func word(_ text: String) -> String {
    let isSafe = !text.isEmpty && text.utf8.allSatisfy { isPlain($0) }
    return isSafe ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "_./:@%+,=-".utf8.contains(byte)
    }
  }

  /// Literal text inside double quotes.
  static func quotedPart(_ text: String) -> String {
    var quoted = ""
    for scalar in text.unicodeScalars {
      if "\\\"$`".unicodeScalars.contains(scalar) { quoted += "\\" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted
  }

  /// A comment of one line.
  static func comment(_ text: String) -> String { "# " + text.printable }
}

/// Text with references as a word of a shell: `${env:NAME}` is a variable there, `${file:…}` reads the file.
struct ShellReference {
  /// A `sed` script for what the list of an OTEL_ variable gives another meaning, and for what the
  /// OpenTelemetry specification wants encoded in it.
  private static let encoding = #"s/%/%25/g;s/,/%2C/g;s/;/%3B/g;s/ /%20/g;s/"/%22/g;s/\\/%5C/g"#
  /// What the gateway itself leaves away on either side of a file's text.
  private static let trimming = "s/^[[:space:]]*//;s/[[:space:]]*$//"

  /// What goes between double quotes.
  let text: String
  /// Commands before it, for variables that must be set.
  let guards: [String]

  /// - Parameters:
  ///   - written: As it stands in a file.
  ///   - isEncoded: Whether it is the value of a pair in a list, percent-encoded.
  init?(_ written: String, isEncoded: Bool) {
    var scan = ReferenceScan(written)
    var (text, guards) = ("", [String]())
    do {
      while let piece = try scan.next() {
        switch piece.content {
        case .text(let literal):
          text += ShellText.quotedPart(isEncoded ? PercentEncoding.encoded(literal) : literal)
        case .reference(let reference):
          if case .environment(let name, .failure(let message)) = reference, isEncoded {
            guards.append(": \"${\(name):?\(Self.word(message))}\"")
          }
          text += isEncoded ? Self.encoded(reference) : Self.expansion(reference)
        }
      }
    } catch {
      return nil
    }
    self.text = text
    self.guards = guards
  }

  private static func expansion(_ reference: Reference) -> String {
    switch reference {
    case .environment(let name, nil): "${\(name)}"
    case .environment(let name, .text(let text)?): "${\(name):-\(word(text))}"
    case .environment(let name, .failure(let message)?): "${\(name):?\(word(message))}"
    case .file(let path): "$(sed '\(trimming)' \(ShellText.word(path)))"
    }
  }

  private static func encoded(_ reference: Reference) -> String {
    if case .file(let path) = reference {
      return "$(sed '\(trimming);\(encoding)' \(ShellText.word(path)))"
    }
    return "$(printf %s \"\(expansion(reference))\" | sed '\(encoding)')"
  }

  /// Inside `${NAME:-…}` in double quotes.
  private static func word(_ text: String) -> String { ShellText.quotedPart(text.printable) }
}

/// The percent-encoding of the lists in OTEL_ variables.
enum PercentEncoding {
  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      if isPlain(byte) {
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return encoded
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:/+@".utf8.contains(byte)
    }
  }
}
