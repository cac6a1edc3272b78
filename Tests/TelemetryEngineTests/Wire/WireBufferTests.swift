import TelemetryEngine
import Testing

@Suite struct WireBufferTests {
  private func contents(_ build: (inout WireBuffer) -> Void) -> [UInt8] {
    var buffer = WireBuffer(minimumCapacity: 0)
    build(&buffer)
    return buffer.sealed().copied()
  }

  @Test func growsOverManyAppends() {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(contents { for byte in bytes { $0.append(byte) } } == bytes)
    #expect(contents { $0.append(bytes) } == bytes)
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 129, 1 << 20])
  func appendsAPartOfASpan(_ count: Int) {
    let bytes = (0..<count + 10).map { UInt8(truncatingIfNeeded: $0) }
    let part = contents { buffer in
      buffer.append(7)
      buffer.append(unsafe bytes.span.bytes, 5, 5 + count)
    }
    #expect(part == [7] + bytes[5..<5 + count])
  }

  @Test(
    arguments: [
      (0, [0]), (1, [1]), (127, [0x7f]), (128, [0x80, 1]), (300, [0xac, 2]), (16_383, [0xff, 0x7f]),
      (16_384, [0x80, 0x80, 1]), (.max, [UInt8](repeating: 0xff, count: 9) + [1]),
    ] as [(UInt64, [UInt8])])
  func varintsAreAsShortAsCanBe(_ value: UInt64, _ expected: [UInt8]) {
    #expect(contents { $0.append(varint: value) } == expected)
  }

  @Test func truncationForgets() {
    let bytes = contents { buffer in
      buffer.append([1, 2, 3, 4])
      buffer.truncate(to: 4)
      buffer.truncate(to: 2)
      buffer.append(9)
    }
    #expect(bytes == [1, 2, 9])
    #expect(contents { $0.truncate(to: 0) } == [])
  }

  @Test func capacityIsReservedOnce() {
    var buffer = WireBuffer(minimumCapacity: 10)
    #expect(buffer.count == 0)
    buffer.reserve(1000)
    let capacity = buffer.capacity
    #expect(capacity >= 1000)
    buffer.append([UInt8](repeating: 1, count: 1000))
    #expect(buffer.capacity == capacity)
    #expect(buffer.count == 1000)
  }

  @Test func lendsWhatIsThereFromAPosition() {
    var buffer = WireBuffer(minimumCapacity: 0)
    buffer.append([1, 2, 3])
    #expect(buffer.withSpan(from: 1) { $0.uint8(at: 0) } == 2)
    #expect(buffer.withSpan { $0.byteCount } == 3)
    #expect(buffer.withSpan(from: 3) { $0.byteCount } == 0)
  }

  @Test func whatAClosureThrowsComesOut() {
    struct Failure: Error, Equatable {}
    let buffer = WireBuffer(minimumCapacity: 0)
    #expect(throws: Failure()) {
      try buffer.withSpan { _ throws(Failure) in throw Failure() }
    }
  }

  @Test func aPositionBehindTheEndTraps() async {
    await #expect(processExitsWith: .failure) {
      var buffer = WireBuffer(minimumCapacity: 64)
      buffer.append([1])
      buffer.truncate(to: 2)
    }
    await #expect(processExitsWith: .failure) {
      var buffer = WireBuffer(minimumCapacity: 64)
      let bytes: [UInt8] = [1, 2]
      buffer.append(unsafe bytes.span.bytes, 1, 3)
    }
  }
}
