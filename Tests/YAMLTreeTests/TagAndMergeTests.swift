import Testing
import YAMLTree

@Suite struct TagAndMergeTests {
  @Test(arguments: [
    ("a: !!str 5", "{a: 5}"), ("a: !!int \"5\"", "{a: \"5\"}"), ("a: !!seq [x]", "{a: [x]}"),
    ("!!map { a: ! b }", "{a: b}"), ("a: !<tag:yaml.org,2002:float> 1", "{a: 1}"),
    ("a: !!null ''", "{a: \"\"}"),
    ("a: &x {p: 1}\nb: { !!merge <<: *x }", "{a: {p: 1}, b: {p: 1}}"),
  ])
  func tagsThatSayWhatIsThere(text: String, expected: String) {
    let document = parse(text)
    #expect(document.faults == [])
    #expect(document.root.map(outline) == expected)
  }

  @Test(arguments: [
    ("a: !include b.yaml", "1:4: the tag `!include` has no meaning here; take it out"),
    ("a: !!binary aGk=", "1:4: the tag `!!binary` has no meaning here; take it out"),
    (
      "a: !<tag:example.org,2000:b> 1",
      "1:4: the tag `tag:example.org,2000:b` has no meaning here; take it out"
    ),
    ("a: !!seq {}", "1:4: the tag `!!seq` does not go with a mapping; take it out"),
    ("a: !!str [b]", "1:4: the tag `!!str` does not go with a list; take it out"),
    ("a: !!map b", "1:4: the tag `!!map` does not go with a single value; take it out"),
  ])
  func otherTags(text: String, expected: String) {
    let document = parse(text)
    #expect(document.faults.map(place) == [expected])
    #expect(document.root != nil)
  }

  @Test(arguments: [
    // What is written goes before what is merged, wherever `<<` stands.
    ("a: &x {p: 1, q: 1}\nb: { p: 2, <<: *x }", "{a: {p: 1, q: 1}, b: {p: 2, q: 1}}"),
    ("a: &x {p: 1, q: 1}\nb: { <<: *x, p: 2 }", "{a: {p: 1, q: 1}, b: {p: 2, q: 1}}"),
    // In a list, the first goes before the others.
    (
      "a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: { <<: [*y, *x] }",
      "{a: {p: 1}, b: {p: 2, q: 2}, c: {p: 2, q: 2}}"
    ),
    // What was merged into the anchor comes along.
    (
      "a: &x {p: 1}\nb: &y { <<: *x, q: 2 }\nc: { <<: *y, r: 3 }",
      "{a: {p: 1}, b: {q: 2, p: 1}, c: {r: 3, q: 2, p: 1}}"
    ),
    // Not deep: a mapping that is written replaces the merged one of its name.
    ("a: &x {p: {q: 1}}\nb: { <<: *x, p: {r: 2} }", "{a: {p: {q: 1}}, b: {p: {r: 2}}}"),
    ("a: { <<: {p: 1} }", "{a: {p: 1}}"), ("a: { <<: [] }", "{a: {}}"),
  ])
  func merging(text: String, expected: String) {
    let document = parse(text)
    #expect(document.faults == [])
    #expect(document.root.map(outline) == expected)
  }

  @Test(arguments: [
    ("a: { <<: b }", "1:10: `<<` merges a mapping or a list of mappings, not a single value"),
    ("a: { <<: [{}, [b]] }", "1:15: `<<` merges a mapping or a list of mappings, not a list"),
    ("a: { <<: {}, <<: {} }", "1:14: the key `<<` stands here again; it is first on line 1"),
    ("a: { b: 1, \"b\": 2 }", "1:12: the key `b` stands here again; it is first on line 1"),
    ("&k a: 1\n*k : 2", "1:1: the key `a` stands here again; it is first on line 1"),
  ])
  func wrongKeys(text: String, expected: String) {
    #expect(parse(text).faults.map(place) == [expected])
  }

  @Test func aNullIsUnquotedAndUntagged() throws {
    for (text, isNull) in [
      ("a:", true), ("a: ~", true), ("a: null", true), ("a: NULL", true), ("a: nUll", false),
      ("a: ''", false),
      ("a: \"null\"", false), ("a: !!str null", false), ("a: !!str", false), ("a: !!null", true),
      ("a: !!null ''", true),
      ("a: !!null x", false), ("a: []", false),
    ] {
      guard case .mapping(let entries) = try #require(parse(text).root).content else { continue }
      #expect(entries.first?.value.isNull == isNull, "\(text)")
    }
  }
}
