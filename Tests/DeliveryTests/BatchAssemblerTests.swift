import Delivery
import TelemetryEngine
import Testing

@Suite struct BatchAssemblerTests {
  let limits = BatchLimits(maxItems: 10, maxBytes: 100, maxDelay: .milliseconds(200))

  func assembler() -> BatchAssembler { BatchAssembler(signal: .logs, limits: limits) }

  @Test func requestsGatherUntilTheirTime() throws {
    let assembler = assembler()
    #expect(assembler.deadline == nil)
    assembler.append(1, count: 30)
    #expect(assembler.pendingBytes == 30)
    #expect(assembler.commit(items: 2, now: .at(.seconds(1))).isEmpty)
    assembler.append(2, count: 20)
    #expect(assembler.commit(items: 3, now: .at(.milliseconds(1100))).isEmpty)
    #expect(assembler.openItems == 5)
    #expect(assembler.openBytes == 50)
    #expect(assembler.deadline == .at(.milliseconds(1200)))
    #expect(assembler.sealIfDue(now: .at(.milliseconds(1199))) == nil)

    let batch = try #require(assembler.sealIfDue(now: .at(.milliseconds(1200))))
    #expect(batch.signal == .logs)
    #expect(batch.items == 5)
    #expect(batch.createdAt == .at(.seconds(1)))
    #expect(batch.bytes.copied() == [UInt8](repeating: 1, count: 30) + [UInt8](repeating: 2, count: 20))
    #expect(batch.allParts == 0..<2)
    #expect(batch.byteRange(of: 0..<1) == 0..<30)
    #expect(batch.byteRange(of: 1..<2) == 30..<50)
    #expect(batch.items(in: 1..<2) == 3)
    #expect(batch.byteRange(of: 0..<0) == 0..<0)
    #expect(assembler.openItems == 0)
    #expect(assembler.deadline == nil)
    #expect(assembler.seal() == nil)
  }

  @Test func aRequestThatDoesNotFitBesideTheOthersStartsTheNextBatch() throws {
    let assembler = assembler()
    assembler.append(1, count: 60)
    _ = assembler.commit(items: 1, now: .zero)
    assembler.append(2, count: 41)
    let sealed = assembler.commit(items: 1, now: .at(.seconds(3)))
    try #require(sealed.count == 1)
    #expect(sealed[0].bytes.copied() == [UInt8](repeating: 1, count: 60))
    #expect(assembler.openSince == .at(.seconds(3)))
    #expect(assembler.openBytes == 41)
    #expect(assembler.seal()?.bytes.copied() == [UInt8](repeating: 2, count: 41))
  }

  @Test(arguments: [(items: 11, bytes: 5), (items: 1, bytes: 101), (items: 400, bytes: 300_000)])
  func aRequestOverABoundIsABatchOfItsOwn(items: Int, bytes: Int) throws {
    let assembler = assembler()
    assembler.append(1, count: 10)
    _ = assembler.commit(items: 1, now: .zero)
    assembler.append(2, count: bytes)
    let sealed = assembler.commit(items: items, now: .zero)
    try #require(sealed.count == 2)
    #expect(sealed[0].items == 1)
    #expect(sealed[1].items == items)
    #expect(sealed[1].parts.count == 1)
    #expect(sealed[1].bytes.copied() == [UInt8](repeating: 2, count: bytes))
    #expect(assembler.openSince == nil)
  }

  @Test(arguments: [(items: 10, bytes: 5), (items: 1, bytes: 100)])
  func aBatchIsSealedAtTheBoundItself(items: Int, bytes: Int) {
    let assembler = assembler()
    assembler.append(1, count: bytes)
    #expect(assembler.commit(items: items, now: .zero).map(\.items) == [items])
  }

  @Test func requestsWithoutItemsFillABatchByTheirNumber() {
    let assembler = assembler()
    var sealed: [Batch] = []
    for _ in 0..<10 {
      assembler.append(1, count: 1)
      sealed += assembler.commit(items: 0, now: .zero)
    }
    #expect(sealed.map(\.parts.count) == [10])
  }

  @Test func rollBackLeavesNoTrace() {
    let assembler = assembler()
    assembler.append(1, count: 10)
    _ = assembler.commit(items: 1, now: .zero)
    assembler.append(2, count: 1_000_000)
    assembler.rollBack()
    #expect(assembler.pendingBytes == 0)
    #expect(assembler.seal()?.bytes.copied() == [UInt8](repeating: 1, count: 10))
  }

  @Test func aRequestWithoutBytesIsForgotten() {
    let assembler = assembler()
    #expect(assembler.commit(items: 0, now: .zero).isEmpty)
    #expect(assembler.openSince == nil)
  }

  @Test func buffersFollowTheSizeOfBatches() {
    let assembler = BatchAssembler(signal: .traces, limits: BatchLimits())
    let idle = assembler.buffer.capacity
    #expect(idle == 64 << 10)
    for _ in 0..<3 {
      assembler.append(1, count: 2 << 20)
      _ = assembler.commit(items: 1, now: .zero)
    }
    #expect(assembler.buffer.capacity > 2 << 20)
    for _ in 0..<8 {
      assembler.append(1, count: 100)
      _ = assembler.commit(items: 1, now: .zero)
      _ = assembler.seal()
    }
    #expect(assembler.buffer.capacity == idle)
    assembler.append(1, count: 8 << 20)
    assembler.rollBack()
    #expect(assembler.buffer.capacity == idle)
  }
}
