/// Stands for swift-crypto when fuzzing, so that no package has to be built: it has no more than what the
/// engine derives pseudonym keys with, and is no cryptography.
public enum SHA256 {
  /// 32 bytes that depend on the data.
  public static func hash(data: [UInt8]) -> [UInt8] {
    (0..<4).flatMap { lane in
      let word = data.reduce(0xcbf2_9ce4_8422_2325 &+ UInt64(lane)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }
}
