import NIOCore
import Testing
import Transport

@Suite struct MessageReaderTests {
  private func read(
    _ bytes: [UInt8], step: Int, _ framing: MessageReader.Framing = .grpc, limit: Int = 100
  ) throws -> MessageReader {
    var reader = MessageReader(framing, into: ByteBuffer(), limit: limit, contentLength: nil)
    for start in stride(from: 0, to: bytes.count, by: step) {
      let piece = ByteBuffer(bytes: bytes[start..<min(start + step, bytes.count)])
      try reader.append(piece.readableBytesSpan)
    }
    try reader.finish()
    return reader
  }

  @Test(arguments: [1, 2, 4, 5, 6, 100])
  func aMessageArrivesInAnyPieces(step: Int) throws {
    let plain = try read([0, 0, 0, 0, 3, 7, 8, 9], step: step)
    #expect(plain.message == ByteBuffer(bytes: [7, 8, 9]))
    #expect(!plain.isCompressed)
    let packed = try read([1, 0, 0, 0, 1, 7], step: step)
    #expect(packed.isCompressed)
    let unframed = try read([0, 0, 0, 0, 3, 7], step: step, .none)
    #expect(unframed.message.readableBytes == 6)
  }

  @Test(arguments: [1, 100])
  func anEmptyMessageIsAMessage(step: Int) throws {
    #expect(try read([0, 0, 0, 0, 0], step: step).message.readableBytes == 0)
    #expect(try read([], step: step, .none).message.readableBytes == 0)
  }

  @Test(arguments: [
    ([UInt8](), MessageReader.Failure.noMessage),
    ([0], .truncated),
    ([0, 0, 0, 0], .truncated),
    ([0, 0, 0, 0, 2, 1], .truncated),
    ([2, 0, 0, 0, 0], .badFlag),
    ([0, 0, 0, 0, 1, 7, 0], .severalMessages),
    ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], .severalMessages),
    ([0, 0, 0, 0, 101], .tooLarge),
    ([0, 255, 255, 255, 255], .tooLarge),
  ])
  func whatIsNotOneMessageFails(bytes: [UInt8], failure: MessageReader.Failure) {
    for step in [1, 100] {
      #expect(throws: failure) { try read(bytes, step: step) }
    }
  }

  @Test func theLimitItselfIsAllowed() throws {
    let full = [UInt8](repeating: 1, count: 100)
    #expect(try read([0, 0, 0, 0, 100] + full, step: 7).message.readableBytes == 100)
    #expect(try read(full, step: 7, .none).message.readableBytes == 100)
    #expect(throws: MessageReader.Failure.tooLarge) { try read(full + [1], step: 7, .none) }
  }

  @Test func aLyingLengthReservesLittle() throws {
    var reader = MessageReader(.grpc, into: ByteBuffer(), limit: 256 << 20, contentLength: nil)
    try reader.append(ByteBuffer(bytes: [0, 0x0f, 0xff, 0xff, 0xff]).readableBytesSpan)
    #expect(reader.message.capacity <= 2 << 20)
  }
}
