import Testing
import YAMLTree

/// Which characters a file may hold, and that its lines are the same ones for editors and for YAML.
@Suite struct CharacterTests {
  @Test(arguments: [
    ("\u{FEFF}a: 1", "{a: 1}"), ("a: 1\r\nb: 2\r\n", "{a: 1, b: 2}"), ("a:\t1\n", "{a: 1}"),
    ("a: é€😀", "{a: é€😀}"), ("a: \"\\u2028\\0\"", "{a: \"\u{2028}\0\"}"), ("---\na: 1\n...\n", "{a: 1}"),
    ("%YAML 1.2\n---\na: 1\n", "{a: 1}"), ("a: 1 # é\n# b\n", "{a: 1}"),
  ])
  func texts(text: String, expected: String) {
    let document = parse(text)
    #expect(document.failure == nil)
    #expect(document.root.map(outline) == expected)
  }

  @Test(arguments: [
    ("a: 1\rb: 2", "1:5: the line ends with a carriage return alone; save the file with LF or CRLF"),
    ("a: 1\r", "1:5: the line ends with a carriage return alone; save the file with LF or CRLF"),
    ("a: 1\r\r\n", "1:5: the line ends with a carriage return alone; save the file with LF or CRLF"),
    (
      "a: 1 # \u{2028}",
      "1:8: U+2028 is a line end to YAML and none to editors; take it out, or write `\\L` between double quotes"
    ),
    (
      "é: \u{85}",
      "1:4: U+0085 is a line end to YAML and none to editors; take it out, or write `\\N` between double quotes"
    ),
    ("a: 1\n\u{FEFF}b: 2", "2:1: a byte order mark stands only at the beginning of a file; take it out"),
    ("a: \"x\0\"", "1:6: a NUL character is not allowed; is the file UTF-16? Save it as UTF-8"),
    ("a: \u{1B}[0m", "1:4: control characters are not allowed"),
    (
      "a: |\n\tb\n",
      "2:1: a tab cannot indent a line; use spaces"
    ),
    ("a: \"b\nc", "1:4: this quote is never closed"),
    ("a: 'b", "1:4: this quote is never closed"),
    ("a: @b", "1:4: a text cannot begin with `@` without quotes around it"),
    ("a: `b`", "1:4: a text cannot begin with `\u{60}` without quotes around it"),
    (
      "a: [b:]",
      "1:6: a `:` is not expected here; a text with `: ` in it, or with `:` at its end, needs quotes around it"
    ),
    ("%YAML 2.0\n---\na: 1", "1:1: found incompatible YAML document"),
    ("a: 1\n---\n---\n", "2:1: a second document begins here; a file holds one"),
  ])
  func faults(text: String, expected: String) {
    #expect(place(parse(text).failure) == expected)
  }

  @Test(
    arguments: [
      ([0xFF, 0xFE, 0x61, 0x00], "1:1: the file is UTF-16; save it as UTF-8"),
      ([0xFE, 0xFF, 0x00, 0x61], "1:1: the file is UTF-16; save it as UTF-8"),
      ([0x00, 0x61], "1:1: a NUL character is not allowed; is the file UTF-16? Save it as UTF-8"),
      ([0x61, 0x0A, 0xC3, 0xA9, 0xC3, 0x28], "2:2: this byte is not UTF-8; save the file in that encoding"),
      ([0xC0, 0x80], "1:1: this byte is not UTF-8; save the file in that encoding"),
      ([0xED, 0xA0, 0x80], "1:1: this byte is not UTF-8; save the file in that encoding"),
      ([0xEF, 0xBB], "1:1: this byte is not UTF-8; save the file in that encoding"),
    ] as [([UInt8], String)])
  func bytes(bytes: [UInt8], expected: String) {
    #expect(place(YAMLDocument(parsing: bytes, file: "f").failure) == expected)
  }

  @Test func aKeyHasAnEnd() {
    let longest = String(repeating: "k", count: 1000)
    #expect(parse("\(longest): 1").failure == nil)
    let message = place(parse("\(longest)\(longest): 1").failure)
    #expect(message == "1:2001: a key has at most 1024 characters")
  }
}
