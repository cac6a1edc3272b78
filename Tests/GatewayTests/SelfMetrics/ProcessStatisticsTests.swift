import Gateway
import Testing

@Suite struct ProcessStatisticsTests {
  @Test func theFilesOfTheSystemAreReadAsDocumented() {
    #expect(ProcessStatistics.residentPages(inStatm: "2048 512 100 1 0 80 0\n") == 512)
    #expect(
      ProcessStatistics.bootTime(inStat: "cpu 1 2\nctxt 5\nbtime 1700000000\nprocesses 3\n") == 1_700_000_000)
    let fields = (4...52).map(String.init).joined(separator: " ")
    #expect(ProcessStatistics.startTicks(inStat: "42 (a) b (c d) S \(fields)\n") == 22)
  }

  @Test(arguments: ["", "x", "1", "(", ")", "1 (a) S 1 2"]) func oddFilesAreNoNumbers(_ text: String) {
    #expect(ProcessStatistics.residentPages(inStatm: text) == nil)
    #expect(ProcessStatistics.startTicks(inStat: text) == nil)
    #expect(ProcessStatistics.bootTime(inStat: text) == nil)
  }

  #if os(Linux)
    @Test func thisProcessHasStatistics() throws {
      let statistics = ProcessStatistics.current()
      #expect(try #require(statistics.cpuSeconds) > 0)
      #expect(try #require(statistics.residentBytes) > 1 << 20)
      #expect(try #require(statistics.openFileDescriptors) >= 3)
      #expect(try #require(statistics.startTime) > 1_700_000_000)
    }
  #endif
}
