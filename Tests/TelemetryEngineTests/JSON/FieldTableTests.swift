import Testing

import TelemetryEngine

@Suite struct FieldTableTests {
  /// The names of the official messages where ours differ by more than the first letter.
  private static let officialNames: [MessageType: String] = [.spanEvent: "Event", .spanLink: "Link"]

  private static func officialName(_ type: MessageType) -> String {
    if let name = officialNames[type] { return name }
    let name = String(describing: type)
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  private static func officialKind(_ field: FieldDefinition) -> String {
    if let message = field.message { return officialName(message) }
    return field.kind == .enumeration ? "enum" : String(describing: field.kind)
  }

  private static func line(_ type: MessageType, _ field: FieldDefinition) -> String {
    var words = [officialName(type), String(field.number), field.name, officialKind(field)]
    if field.isRepeated { words.append("repeated") }
    if field.isChoice { words.append(type == .metric ? "oneof=data" : "oneof=value") }
    return words.joined(separator: " ")
  }

  @Test func everyOfficialFieldIsDescribedAndNoOther() throws {
    let official = try Golden.text("fields.txt").split(separator: "\n").map(String.init)
    let ours = MessageType.allCases.flatMap { type in type.fields.map { Self.line(type, $0) } }
    #expect(Set(ours).subtracting(official) == [])
    #expect(Set(official).subtracting(ours) == [])
    #expect(ours.count == official.count)
  }

  @Test(arguments: MessageType.allCases)
  func lookupFindsEveryFieldAndNothingElse(_ type: MessageType) {
    let byNumber = Dictionary(uniqueKeysWithValues: type.fields.map { (UInt32($0.number), $0) })
    for number in [UInt32](0...200) + [1 << 20, 1 << 29 - 1, .max] {
      let entry = Schema.otlp.entry(type, number)
      #expect(entry.kind == byNumber[number]?.kind ?? .unknown)
      #expect(entry.message == byNumber[number]?.message)
      #expect(entry.isRepeated == byNumber[number]?.isRepeated ?? false)
      #expect(entry.isChoice == byNumber[number]?.isChoice ?? false)
    }
  }

  @Test func repeatedNumbersMayComePackedAndTextMayNot() {
    let buckets = Schema.otlp.entry(.buckets, 2)
    #expect(buckets.accepts(.varint) && buckets.accepts(.lengthDelimited) && !buckets.accepts(.fixed64))
    let idKeys = Schema.otlp.entry(.entityRef, 3)
    #expect(idKeys.accepts(.lengthDelimited) && !idKeys.accepts(.varint))
    let name = Schema.otlp.entry(.span, 5)
    #expect(name.accepts(.lengthDelimited) && !name.accepts(.startGroup))
    #expect(name.kind.isText && !Schema.otlp.entry(.span, 1).kind.isText)
    let newer = Schema.otlp.entry(.span, 31)
    #expect([WireType.varint, .fixed64, .lengthDelimited, .fixed32].allSatisfy { !newer.accepts($0) })
  }
}
