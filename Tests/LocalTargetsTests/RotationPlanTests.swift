import LocalTargets
import Testing

@Suite struct RotationPlanTests {
  private let plan = RotationPlan(maximumFileSize: 100, keptFiles: 3)

  @Test func promisedSizes() {
    let plan = RotationPlan()
    #expect(plan.maximumFileSize == 104_857_600)
    #expect(plan.keptFiles == 5)
  }

  @Test(arguments: [
    (0, 1, false), (0, 100, false), (0, 101, false), (0, Int.max, false),
    (1, 99, false), (1, 100, true), (99, 1, false), (99, 2, true), (100, 1, true), (500, 1, true),
  ])
  func aFileEndsWhereTheNextLineDoesNotFit(_ size: Int, _ line: Int, _ rotates: Bool) {
    #expect(plan.startsNewFile(size: size, adding: line) == rotates)
  }

  @Test(
    arguments: [
      ([], [(0, 1)]),
      ([1], [(1, 2), (0, 1)]),
      ([1, 2], [(2, 3), (1, 2), (0, 1)]),
      ([1, 2, 3], [(2, 3), (1, 2), (0, 1)]),
      ([2, 3], [(0, 1)]),
      ([1, 3], [(1, 2), (0, 1)]),
      ([1, 2, 3, 4, 9], [(2, 3), (1, 2), (0, 1)]),
    ] as [(Set<Int>, [(Int, Int)])])
  func onlyTheOldestIsReplacedAndOnlyWhenAllNumbersAreTaken(_ old: Set<Int>, _ moves: [(Int, Int)]) {
    let renames = plan.renames(oldFiles: old)
    #expect(renames.map(\.from) == moves.map(\.0))
    #expect(renames.map(\.to) == moves.map(\.1))
  }
}
