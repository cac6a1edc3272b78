import PrometheusExport
import Testing

@Suite struct LabelNameTests {
  static let escaped: [(String, String?)] = [
    ("service.name", "service_name"), ("a:b", "a_b"), ("1st", "key_1st"), ("a..b", "a_b"), ("a__b", "a_b"),
    ("__reserved__", "__reserved__"), ("__a.b__", "__a_b__"), ("__a", "_a"), ("_a", "_a"), ("a_", "a_"),
    ("__name__", nil), ("__na.me__", "__na_me__"), ("", nil), ("_", nil), ("____", nil), ("é", nil),
    ("a\"b", "a_b"), ("a\nb", "a_b"), (String(repeating: "k", count: 1025), nil),
  ]

  @Test(
    arguments: escaped,
    [.underscoreEscapingWithSuffixes, .underscoreEscapingWithoutSuffixes] as [NameTranslator.Strategy])
  func strategiesThatEscape(_ row: (String, String?), _ strategy: NameTranslator.Strategy) {
    #expect(NameTranslator(strategy).label(row.0) == row.1)
  }

  static let kept: [(String, String?)] = [
    ("service.name", "service.name"), ("1st", "1st"), ("é", "é"), ("a__b", "a__b"), ("__name__", nil),
    ("", nil),
    ("__", nil),
  ]

  @Test(arguments: kept, [.noUTF8EscapingWithSuffixes, .noTranslation] as [NameTranslator.Strategy])
  func strategiesThatDoNot(_ row: (String, String?), _ strategy: NameTranslator.Strategy) {
    #expect(NameTranslator(strategy).label(row.0) == row.1)
  }
}

@Suite struct LabelSetTests {
  typealias Pair = (key: String, value: String)

  func labels(_ pairs: [Pair], _ strategy: NameTranslator.Strategy = .underscoreEscapingWithSuffixes)
    -> [String]
  {
    var set = LabelSet(NameTranslator(strategy))
    for pair in pairs { set.add(pair.key, pair.value) }
    return set.labels.map { "\($0.name)=\($0.value)" }
  }

  @Test func labelsAreSortedByName() {
    #expect(labels([("b", "1"), ("a.a", "2"), ("c", "3")]) == ["a_a=2", "b=1", "c=3"])
  }

  @Test func valuesOfKeysThatBecomeOneNameAreJoinedInTheOrderOfTheKeys() {
    let pairs = [("a_b", "3"), ("a-b", "1"), ("a.b", "2")]
    #expect(labels(pairs) == ["a_b=1;2;3"])
    #expect(labels(pairs.reversed()) == ["a_b=1;2;3"])
    #expect(labels(pairs, .noTranslation) == ["a-b=1", "a.b=2", "a_b=3"])
  }

  @Test(arguments: ["job", "instance", "otel_scope_name", "otel_scope_version", "le", "quantile"])
  func aKeyThatBecomesAnAddedLabelIsJoinedWithIt(_ name: String) {
    #expect(labels([(name, "sender"), (name, "added")]) == ["\(name)=sender;added"])
  }

  @Test func keysOfWhichNothingIsLeftAreCounted() {
    var set = LabelSet(NameTranslator())
    for key in ["", "__name__", "ключ", "a"] { set.add(key, "v") }
    #expect(set.droppedKeys == 3)
    #expect(set.labels == [MetricFamily.Label("a", "v")])
  }
}
