import TelemetryEngine
import Testing

@Suite struct SealedBytesTests {
  private func sealed(_ bytes: [UInt8]) -> SealedBytes {
    var buffer = WireBuffer(minimumCapacity: 0)
    buffer.append(bytes)
    return buffer.sealed()
  }

  @Test func emptyBytesCanBeRead() {
    let bytes = sealed([])
    #expect(bytes.count == 0)
    #expect(bytes.copied() == [])
    #expect(bytes.withSpan { $0.byteCount } == 0)
  }

  @Test func everyReaderSeesTheSameBytes() async {
    let expected = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let bytes = sealed(expected)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { bytes.copied() == expected } }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func whatAClosureThrowsComesOut() {
    struct Failure: Error, Equatable {}
    #expect(throws: Failure()) {
      try sealed([1]).withSpan { _ throws(Failure) in throw Failure() }
    }
  }
}
