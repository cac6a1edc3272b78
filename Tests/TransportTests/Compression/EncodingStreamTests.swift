import NIOCore
import Testing
import Transport

@Suite struct EncodingStreamTests {
  static let encodings: [(ContentEncoding, @Sendable () -> any EncodingStream)] = [
    (.gzip, { GzipStream() }), (.zstd, { ZstdStream() }),
  ]

  /// Pieces that pack well and pieces that do not, none, and ones larger than the encoder's own room.
  static let pieces: [[Int]] = [
    [], [0], [1], [5, 0, 7], [65_536, 65_536, 3], [1_000_000], [200_000, 1, 200_000],
  ]

  func content(_ size: Int, isNoise: Bool) -> [UInt8] {
    var state: UInt64 = 42
    return (0..<size).map { index in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return isNoise ? UInt8(truncatingIfNeeded: state >> 56) : UInt8(truncatingIfNeeded: index / 1000)
    }
  }

  @Test(arguments: encodings.indices, pieces) func whatIsPackedUnpacksToTheSame(_ index: Int, _ sizes: [Int])
    throws
  {
    let (encoding, makeStream) = Self.encodings[index]
    for isNoise in [false, true] {
      let stream = makeStream()
      var given: [UInt8] = []
      var packed = ByteBuffer()
      for size in sizes {
        let piece = content(size, isNoise: isNoise)
        given += piece
        packed.writeBytes(stream.encode(piece, isLast: false))
      }
      packed.writeBytes(stream.encode([], isLast: true))
      #expect(try inflate(packed, encoding: encoding, limit: 4 << 20) == ByteBuffer(bytes: given))
    }
  }

  @Test(arguments: encodings.indices) func memoryIsNotKeptUntilTheEnd(_ index: Int) {
    let stream = Self.encodings[index].1()
    // No piece is like another, which a window over all of them would see.
    let noise = content(20 * 65_536, isNoise: true)
    let packed = stride(from: 0, to: noise.count, by: 65_536)
      .map { stream.encode(Array(noise[$0..<($0 + 65_536)]), isLast: false).count }.reduce(0, +)
    #expect(packed > noise.count * 3 / 4)
  }
}
