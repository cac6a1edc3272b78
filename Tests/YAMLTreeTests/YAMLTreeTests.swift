import Testing
import YAMLTree

/// The tree in one line, with `@line:column` before each node that is asked for.
func outline(_ node: YAMLNode) -> String {
  switch node.content {
  case .scalar(let scalar): return scalar.style == .plain ? scalar.text : "\"\(scalar.text)\""
  case .sequence(let elements): return "[" + elements.map(outline).joined(separator: ", ") + "]"
  case .mapping(let entries):
    return "{" + entries.map { "\($0.key): \(outline($0.value))" }.joined(separator: ", ") + "}"
  }
}

func parse(_ text: String, limits: YAMLLimits = YAMLLimits()) -> YAMLDocument {
  YAMLDocument(parsing: Array(text.utf8), file: "f.yaml", limits: limits)
}

func place(_ error: YAMLError?) -> String {
  guard let error else { return "no error" }
  return "\(error.range.start.line):\(error.range.start.column): \(error.message)"
}

@Suite struct YAMLTreeTests {
  @Test(arguments: [
    ("a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1, b: [x, \"y\", \"z\"]}"),
    ("", "none"),
    ("# only a comment\n", "none"),
    ("\u{FEFF}a: 1", "{a: 1}"),
    ("a:\n", "{a: }"),
    ("plain", "plain"),
    ("a: &x {p: 1}\nb: *x\n", "{a: {p: 1}, b: {p: 1}}"),
    ("a: &x {p: 1, q: 2}\nb: { <<: *x, q: 3 }\n", "{a: {p: 1, q: 2}, b: {q: 3, p: 1}}"),
    (
      "a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: { <<: [*x, *y] }", "{a: {p: 1}, b: {p: 2, q: 2}, c: {p: 1, q: 2}}"
    ),
    ("a: &x 1\nb: &x 2\nc: *x", "{a: 1, b: 2, c: 2}"),
    ("'<<': 1", "{<<: 1}"),
    ("a: |\n  x\n  y\n", "{a: \"x\ny\n\"}"),
  ])
  func trees(text: String, expected: String) {
    let document = parse(text)
    #expect(document.failure == nil)
    #expect(document.faults.isEmpty)
    #expect(document.root.map(outline) ?? "none" == expected)
  }

  @Test func everyNodeKnowsItsPlace() throws {
    let document = parse("é: 1\nb:\n  - \"x y\"\n  - {k: value}\n")
    guard case .mapping(let entries) = try #require(document.root).content,
      case .sequence(let list) = entries[1].value.content, case .mapping(let inner) = list[1].content
    else { return #expect(Bool(false), "shape") }
    #expect(entries[0].value.range.start == SourcePosition(line: 1, column: 4))
    #expect(entries[1].keyRange.start == SourcePosition(line: 2, column: 1))
    #expect(list[0].range.start == SourcePosition(line: 3, column: 5))
    #expect(list[0].range.end == SourcePosition(line: 3, column: 10))
    #expect(inner[0].value.range.start == SourcePosition(line: 4, column: 9))
    #expect(inner[0].value.range.end == SourcePosition(line: 4, column: 14))
  }

  @Test func anAliasKeepsThePlaceOfItsAnchor() throws {
    guard case .mapping(let entries) = try #require(parse("a: &x 1\nb: *x").root).content else { return }
    #expect(entries[1].value.range.start.line == 1)
    #expect(entries[1].keyRange.start.line == 2)
  }

  @Test(arguments: [
    (
      "a: 1\nb: [1, 2\nc: 3\n",
      "3:2: did not find expected ',' or ']' while parsing a flow sequence that begins on line 2"
    ),
    ("a: 1\n\tb: 2\n", "2:1: a tab cannot indent a line; use spaces"),
    ("a:\n\tb: 2\n", "2:1: a tab cannot indent a line; use spaces"),
    (
      "a: b: c\n",
      "1:5: a `:` is not expected here; a text with `: ` in it, or with `:` at its end, needs quotes around it"
    ),
    ("a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file holds one"),
    ("a: *x\n", "1:4: the alias `*x` has no anchor above it"),
    ("a: &x [*x]\n", "1:8: the alias `*x` stands inside its own anchor"),
    ("a: \"\u{1}\"\n", "1:5: control characters are not allowed"),
  ])
  func failures(text: String, expected: String) {
    let document = parse(text)
    #expect(document.root == nil)
    #expect(place(document.failure) == expected)
  }

  @Test func invalidUTF8IsPointedAt() {
    let document = YAMLDocument(parsing: Array("a: 1\nbé: ".utf8) + [0xFF], file: "f.yaml")
    #expect(place(document.failure) == "2:5: this byte is not UTF-8; save the file in that encoding")
  }

  @Test func faultsAreCollectedAndTheRestIsRead() {
    let document = parse("a: 1\na: 2\nb: {c: 1, c: 2}\n<<: 5\n[x]: 1\nd: 4\n")
    #expect(
      document.faults.map(place) == [
        "3:11: the key `c` stands here again; it is first on line 3",
        "2:1: the key `a` stands here again; it is first on line 1",
        "4:5: `<<` merges a mapping or a list of mappings, not a single value",
        "5:1: a key must be a single value, not a list",
      ])
    #expect(document.root.map(outline) == "{a: 1, b: {c: 1}, d: 4}")
  }

  @Test func limitsAreExact() {
    func limits(_ change: (inout YAMLLimits) -> Void) -> YAMLLimits {
      var limits = YAMLLimits()
      change(&limits)
      return limits
    }
    #expect(parse("a: 1", limits: limits { $0.maxBytes = 4 }).failure == nil)
    #expect(parse("a: 1", limits: limits { $0.maxBytes = 3 }).failure?.kind == .limit)
    #expect(parse("[[1]]", limits: limits { $0.maxDepth = 2 }).failure == nil)
    #expect(
      place(parse("[[1]]", limits: limits { $0.maxDepth = 1 }).failure) == "1:2: nested deeper than 1 levels")
    #expect(parse("[1, 2]", limits: limits { $0.maxNodes = 3 }).failure == nil)
    #expect(parse("[1, 2]", limits: limits { $0.maxNodes = 2 }).failure?.kind == .limit)
  }

  @Test func aliasesCountForWhatTheyStandFor() {
    var laughs = "a0: &a0 [x, x]\n"
    for level in 1...30 { laughs += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    #expect(parse(laughs).failure?.kind == .limit)
    var deep = "a0: &a0 [x]\n"
    for level in 1...70 { deep += "a\(level): &a\(level) [*a\(level - 1)]\n" }
    #expect(parse(deep).failure?.message == "nested deeper than 64 levels by this alias")
    #expect(parse(String(repeating: "[", count: 100_000)).failure?.message == "nested deeper than 64 levels")
  }
}
