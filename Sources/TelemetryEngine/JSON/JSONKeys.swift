/// Finds the field that a key of OTLP/JSON names.
struct JSONKeys: Sendable {
  static let otlp = JSONKeys()

  private struct Key: Sendable {
    let number: UInt32
    let length: Int
    /// Its first eight bytes, the first one lowest, zeros above.
    let head: UInt64
    /// Where the rest of it is in `rests`, eight bytes a word.
    let rest: Int
  }

  private var keys: [Key] = []
  private var rests: [UInt64] = []
  /// Where the keys of each message start, and where the last ones end.
  private var starts: [Int] = []

  private init() {
    for type in MessageType.allCases {
      starts.append(keys.count)
      for field in type.fields {
        let words = Self.words(Array(field.name.utf8))
        keys.append(
          Key(
            number: UInt32(field.number), length: field.name.utf8.count, head: words[0],
            rest: rests.count))
        rests += words.dropFirst()
      }
    }
    starts.append(keys.count)
  }

  private static func words(_ bytes: [UInt8]) -> [UInt64] {
    stride(from: 0, to: bytes.count, by: 8).map { start in
      bytes[start...].prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// The number of the field of `type` whose key is `bytes[start..<end]`; nil where there is none.
  func number(_ type: MessageType, _ bytes: RawSpan, _ start: Int, _ end: Int) -> UInt32? {
    let length = end - start
    let head = length < 8 ? bytes.littleEndian(at: start, count: length) : bytes.littleEndian64(at: start)
    for index in starts[Int(type.rawValue)]..<starts[Int(type.rawValue) + 1] {
      let key = keys[index]
      if key.head == head, key.length == length, hasRest(key, bytes, start + 8, end) { return key.number }
    }
    return nil
  }

  private func hasRest(_ key: Key, _ bytes: RawSpan, _ start: Int, _ end: Int) -> Bool {
    var position = start
    var word = key.rest
    while position < end {
      let rest = end - position
      let found =
        rest < 8 ? bytes.littleEndian(at: position, count: rest) : bytes.littleEndian64(at: position)
      guard found == rests[word] else { return false }
      position += 8
      word += 1
    }
    return true
  }
}
