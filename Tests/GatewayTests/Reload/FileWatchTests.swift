import Gateway
import Testing

@Suite struct FileWatchTests {
  /// What a sequence of looks makes due, of files that were loaded at 1.
  func due(_ looks: [[String: Int]], paths: Set<String> = ["a", "b"], added: [String: Int] = [:]) -> [Bool] {
    var watch = FileWatch(paths: ["a", "b"], sight: ["a": 1, "b": 1])
    return looks.map { watch.isDue(paths: paths, sight: $0, added: added) }
  }

  @Test func aChangeCountsOnceItStandsStill() {
    let looks = [1, 2, 3, 3, 3].map { ["a": $0, "b": 1] }
    #expect(due(looks) == [false, false, false, true, false])
  }

  @Test func aFileThatIsReplacedInTwoStepsIsLoadedOnce() {
    let there = ["a": 2, "b": 1]
    #expect(due([["b": 1], there, there, there]) == [false, false, true, false])
  }

  @Test func aFileThatStaysAwayIsAChange() {
    #expect(due([["b": 1], ["b": 1], ["b": 1]]) == [false, true, false])
  }

  @Test func whatChangesAndChangesBackIsNone() {
    let before = ["a": 1, "b": 1]
    #expect(due([["a": 2, "b": 1], before, before]) == [false, false, false])
  }

  @Test func newPathsAreTakenAsTheyWereLoaded() {
    let looks = [5, 5, 6, 6].map { ["a": 1, "c": $0] }
    #expect(due(looks, paths: ["a", "c"], added: ["c": 5]) == [false, false, false, true])
  }

  @Test func whatChangedSinceItWasLoadedIsNotMissed() {
    let looks = [6, 6, 6].map { ["a": 1, "c": $0] }
    #expect(due(looks, paths: ["a", "c"], added: ["c": 5]) == [false, true, false])
  }
}
