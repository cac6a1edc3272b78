import NIOCore
import TelemetryEngine
import Testing
import Transport

@Suite struct CompressorTests {
  @Test(
    arguments: [ContentEncoding.gzip, .zstd, .identity],
    [0, 1, 7, 8, 9, 100, 4095, 65_536, 262_144, 700_001])
  func whatIsPackedUnpacksToTheSame(encoding: ContentEncoding, size: Int) throws {
    let compressor = Compressor()
    // Twice, and first on something else: an instance carries nothing over.
    for content in [spanLike(10_000), spanLike(size), noise(size)] {
      let packed = compressor.encode(sealed(content), 0..<content.count, as: encoding)
      // An empty body is only legal unpacked or as a member that says so.
      let unpacked = try inflate(packed, encoding: encoding, limit: content.count)
      #expect(Array(buffer: unpacked) == content)
    }
  }

  @Test func packsARangeOnly() throws {
    let packed = Compressor().gzip(sealed(Array("before|inside|after".utf8)), 7..<13)
    #expect(String(buffer: try inflate(packed, encoding: .gzip, limit: 100)) == "inside")
  }

  @Test(arguments: [ContentEncoding.gzip, .zstd])
  func leavesLittleRoomUnused(encoding: ContentEncoding) {
    let compressor = Compressor()
    let content = spanLike(1 << 20)
    _ = compressor.encode(sealed(content), 0..<content.count, as: encoding)
    let packed = compressor.encode(sealed(content), 0..<content.count, as: encoding)
    // Buffers come in powers of two.
    #expect(packed.capacity <= packed.readableBytes * 5 / 2)
  }

  /// A megabyte that packs a thousandfold: refused at the limit, without holding more than it.
  @Test(arguments: [ContentEncoding.gzip, .zstd])
  func aBombIsRefusedAtTheLimit(encoding: ContentEncoding) {
    let member = Compressor().encode(
      sealed(Array(repeating: 0, count: 16 << 20)), 0..<(16 << 20), as: encoding)
    var bomb = ByteBuffer()
    for _ in 0..<64 { bomb.writeImmutableBuffer(member) }
    #expect(throws: InflateError.tooLarge(limit: 1 << 20)) {
      try inflate(bomb, encoding: encoding, limit: 1 << 20)
    }
  }

  /// Members that end at every bit position, behind one another.
  @Test func membersOfAllSizesAreOneContent() throws {
    let compressor = Compressor()
    var packed = ByteBuffer()
    var expected: [UInt8] = []
    for size in 0..<300 {
      let content = noise(size) + spanLike(size)
      packed.writeImmutableBuffer(compressor.gzip(sealed(content), 0..<content.count))
      expected += content
    }
    #expect(Array(buffer: try inflate(packed, encoding: .gzip, limit: expected.count)) == expected)
  }

  private func sealed(_ bytes: [UInt8]) -> SealedBytes {
    var buffer = WireBuffer(minimumCapacity: bytes.count)
    buffer.append(bytes)
    return buffer.sealed()
  }

  /// Repetitive, as telemetry is.
  private func spanLike(_ size: Int) -> [UInt8] {
    var random = SeededRandom(seed: UInt64(size))
    var bytes: [UInt8] = []
    while bytes.count < size {
      bytes += "http.request.method=GET,server.address=api.internal,duration=".utf8
      bytes += String(UInt16.random(in: 0...9999, using: &random)).utf8
    }
    return Array(bytes.prefix(size))
  }

  private func noise(_ size: Int) -> [UInt8] {
    var random = SeededRandom(seed: 3)
    return (0..<size).map { _ in .random(in: 0...255, using: &random) }
  }
}
