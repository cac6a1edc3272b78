import Gateway
import Testing

@Suite struct FileWatchTests {
  var watch = FileWatch(paths: ["a", "b"], sight: ["a": 1, "b": 1])

  @Test mutating func aChangeCountsOnceItStandsStill() {
    let looks: [([String: Int], Bool)] = [
      (["a": 1, "b": 1], false), (["a": 2, "b": 1], false), (["a": 3, "b": 1], false),
      (["a": 3, "b": 1], true), (["a": 3, "b": 1], false),
    ]
    for (sight, isDue) in looks { #expect(watch.isDue(paths: ["a", "b"], sight: sight) == isDue) }
  }

  @Test mutating func aFileThatIsReplacedInTwoStepsIsLoadedOnce() {
    let looks: [([String: Int], Bool)] = [
      (["b": 1], false), (["a": 2, "b": 1], false), (["a": 2, "b": 1], true), (["a": 2, "b": 1], false),
    ]
    for (sight, isDue) in looks { #expect(watch.isDue(paths: ["a", "b"], sight: sight) == isDue) }
  }

  @Test mutating func aFileThatStaysAwayIsAChange() {
    #expect(!watch.isDue(paths: ["a", "b"], sight: ["b": 1]))
    #expect(watch.isDue(paths: ["a", "b"], sight: ["b": 1]))
  }

  @Test mutating func whatChangesAndChangesBackIsNone() {
    #expect(!watch.isDue(paths: ["a", "b"], sight: ["a": 2, "b": 1]))
    #expect(!watch.isDue(paths: ["a", "b"], sight: ["a": 1, "b": 1]))
    #expect(!watch.isDue(paths: ["a", "b"], sight: ["a": 1, "b": 1]))
  }

  @Test mutating func newPathsAreTakenAsTheyAre() {
    #expect(!watch.isDue(paths: ["a", "c"], sight: ["a": 1, "c": 5]))
    #expect(!watch.isDue(paths: ["a", "c"], sight: ["a": 1, "c": 5]))
    #expect(!watch.isDue(paths: ["a", "c"], sight: ["a": 1, "c": 6]))
    #expect(watch.isDue(paths: ["a", "c"], sight: ["a": 1, "c": 6]))
  }
}
