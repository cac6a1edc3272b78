import NIOCore
import Testing
import Transport

/// Packed by `gzip -n` and `zstd`, so that encoder and decoder are not checked against each other only.
enum Known {
  static let text = "hephaestus hephaestus hephaestus"
  static let gzip: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0xcb, 0x48,
    0x2d, 0xc8, 0x48, 0x4c, 0x2d, 0x2e, 0x29, 0x2d, 0x56, 0xc8, 0xc0, 0xc6,
    0x04, 0x00, 0xec, 0x48, 0xc3, 0x40, 0x20, 0x00, 0x00, 0x00,
  ]
  static let zstd: [UInt8] = [
    0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x58, 0x8d, 0x00, 0x00, 0x58, 0x68, 0x65,
    0x70, 0x68, 0x61, 0x65, 0x73, 0x74, 0x75, 0x73, 0x20, 0x01, 0x00, 0xfe,
    0x8a, 0x17, 0x43, 0xfb, 0x72, 0x93,
  ]
}

@Suite struct InflateTests {
  @Test(arguments: [
    (ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd), (.identity, Array(Known.text.utf8)),
  ])
  func readsWhatOthersWrote(encoding: ContentEncoding, packed: [UInt8]) throws {
    let content = try inflate(ByteBuffer(bytes: packed), encoding: encoding, limit: 1000)
    #expect(String(buffer: content) == Known.text)
  }

  @Test(arguments: [(ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd)])
  func severalMembersAreOneContent(encoding: ContentEncoding, packed: [UInt8]) throws {
    let content = try inflate(ByteBuffer(bytes: packed + packed + packed), encoding: encoding, limit: 1000)
    #expect(String(buffer: content) == Known.text + Known.text + Known.text)
  }

  @Test(arguments: [
    (ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd), (.identity, Array(Known.text.utf8)),
  ])
  func theLimitIsExact(encoding: ContentEncoding, packed: [UInt8]) throws {
    let size = Known.text.utf8.count
    #expect(try inflate(ByteBuffer(bytes: packed), encoding: encoding, limit: size).readableBytes == size)
    #expect(throws: InflateError.tooLarge(limit: size - 1)) {
      try inflate(ByteBuffer(bytes: packed), encoding: encoding, limit: size - 1)
    }
  }

  @Test(arguments: [(ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd)])
  func anEarlyEndIsMalformedAtEveryOffset(encoding: ContentEncoding, packed: [UInt8]) {
    for length in 0..<packed.count {
      #expect(isMalformed(Array(packed.prefix(length)), encoding), "\(length) bytes")
    }
  }

  @Test(arguments: [(ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd)])
  func bytesAfterTheEndAreMalformed(encoding: ContentEncoding, packed: [UInt8]) {
    for trailer: [UInt8] in [
      [0], [0x1f], [0x1f, 0x8b], Array("garbage".utf8), Array(repeating: 0, count: 64),
    ] {
      #expect(isMalformed(packed + trailer, encoding), "\(trailer)")
    }
  }

  @Test func aWrongGzipChecksumIsMalformed() {
    var packed = Known.gzip
    packed[packed.count - 8] ^= 1
    #expect(throws: InflateError.malformed("the gzip checksum does not match")) {
      try inflate(ByteBuffer(bytes: packed), encoding: .gzip, limit: 1000)
    }
  }

  @Test func aZstdWindowBeyondTheLimitIsRefused() {
    // A frame header (magic, no content size, window descriptor for 2^30 bytes) and an empty last block.
    let packed: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa0, 0x01, 0x00, 0x00]
    #expect(isMalformed(packed, .zstd))
  }

  /// Whatever is changed, there is an answer, it holds the limit, and the decoder stays usable.
  @Test(arguments: [(ContentEncoding.gzip, Known.gzip), (.zstd, Known.zstd)])
  func damagedBodiesHaveAnAnswer(encoding: ContentEncoding, packed: [UInt8]) throws {
    let inflater = Inflater()
    var random = SeededRandom(seed: 7)
    for _ in 0..<3000 {
      var damaged = packed + packed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      let content = try? inflater.inflate(ByteBuffer(bytes: damaged), encoding: encoding, limit: 4096)
      #expect((content?.readableBytes ?? 0) <= 4096)
    }
    let content = try inflater.inflate(ByteBuffer(bytes: packed), encoding: encoding, limit: 4096)
    #expect(String(buffer: content) == Known.text)
  }

  private func isMalformed(_ packed: [UInt8], _ encoding: ContentEncoding) -> Bool {
    do throws(InflateError) {
      _ = try inflate(ByteBuffer(bytes: packed), encoding: encoding, limit: 1 << 20)
      return false
    } catch {
      if case .malformed = error { return true }
      return false
    }
  }
}
