import Delivery
import Testing

/// A loop's credit by reference, so that expectations can take from it.
private final class Loop {
  private var credit: QueueCredit
  init(_ budget: QueueBudget) { credit = QueueCredit(budget) }
  var taken: Int { credit.taken }
  func peekCanTake(_ bytes: Int) -> Bool { credit.peekCanTake(bytes) }
  func take(_ bytes: Int) -> Bool { credit.take(bytes) }
  func give(_ bytes: Int) { credit.give(bytes) }
  func settle() { credit.settle() }
}

@Suite struct QueueCreditTests {
  @Test(arguments: [
    (max: 64 << 20, drawn: 1 << 20), (max: 1 << 40, drawn: 1 << 20), (max: 1 << 20, drawn: 16 << 10),
    (max: 10_000, drawn: 4 << 10), (max: 1000, drawn: 1000),
  ])
  func creditIsDrawnInChunks(max: Int, drawn: Int) {
    let budget = QueueBudget(max: max)
    let credit = Loop(budget)
    #expect(credit.take(1))
    #expect(budget.drawn == drawn)
    #expect(credit.take(drawn - 1))
    #expect(budget.drawn == drawn)
    #expect(credit.taken == drawn)
  }

  @Test func theBoundHoldsToTheByte() {
    let credit = Loop(QueueBudget(max: 100))
    #expect(credit.take(60))
    #expect(!credit.take(41))
    #expect(credit.take(40))
    #expect(!credit.take(1))
    #expect(credit.take(0))
    credit.give(1)
    #expect(credit.take(1))
  }

  @Test func peekingTakesNothing() {
    let budget = QueueBudget(max: 100)
    let credit = Loop(budget)
    #expect(credit.peekCanTake(100))
    #expect(credit.taken == 0)
    credit.settle()
    #expect(budget.drawn == 0)
    #expect(!credit.peekCanTake(101))
  }

  @Test func aLoopKeepsNoMoreThanAChunkAndNothingWhenIdle() {
    let budget = QueueBudget(max: 64 << 20)
    let credit = Loop(budget)
    #expect(credit.take(10 << 20))
    credit.give(9 << 20)
    #expect(budget.drawn == 2 << 20)
    credit.give(1 << 20)
    #expect(budget.drawn == 0)
  }

  @Test func loopsShareOneBound() {
    let budget = QueueBudget(max: 100)
    let one = Loop(budget)
    let other = Loop(budget)
    #expect(one.take(70))
    one.give(30)
    // What the first loop keeps in reserve counts against the second.
    #expect(!other.take(61))
    one.give(40)
    #expect(other.take(100))
  }

  @Test func concurrentLoopsNeverExceedTheBound() async {
    let budget = QueueBudget(max: 1 << 20)
    await withTaskGroup(of: Void.self) { group in
      for seed in 0..<4 {
        group.addTask {
          var random = SplitMix64(seed: UInt64(seed))
          let credit = Loop(budget)
          for _ in 0..<20_000 {
            let bytes = Int.random(in: 0...100_000, using: &random)
            if Bool.random(using: &random) {
              _ = credit.take(bytes)
            } else {
              credit.give(min(bytes, credit.taken))
            }
            #expect((0...(1 << 20)).contains(budget.drawn))
          }
          credit.give(credit.taken)
        }
      }
    }
    #expect(budget.drawn == 0)
  }
}
