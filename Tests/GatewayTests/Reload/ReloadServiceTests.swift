import Configuration
import Gateway
import Synchronization
import Testing

/// Counts what it is given; the test decides when a reload ends.
private final class Target: Reloadable {
  private let profiles = Mutex<[String?]>([])
  private let running = Mutex(0)
  let begun: AsyncStream<Void>
  private let begin: AsyncStream<Void>.Continuation
  private let ends: AsyncStream<Void>
  let end: AsyncStream<Void>.Continuation

  init() {
    (begun, begin) = AsyncStream.makeStream()
    (ends, end) = AsyncStream.makeStream()
  }

  var seen: [String?] { profiles.withLock { $0 } }

  func reload(_ loaded: LoadResult) async -> ReloadLedger.Result? {
    #expect(
      running.withLock {
        $0 += 1; return $0
      } == 1, "two reloads at a time")
    profiles.withLock { $0.append(loaded.profileName) }
    begin.yield()
    var ends = ends.makeAsyncIterator()
    _ = await ends.next()
    running.withLock { $0 -= 1 }
    return .applied
  }
}

@Suite struct ReloadServiceTests {
  @Test func triggersDuringAReloadMakeOneMore() async throws {
    let (triggers, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let target = Target()
    let loads = Mutex(0)
    let source = ReloadSource(files: [], watches: false) {
      let number = loads.withLock {
        $0 += 1; return $0
      }
      return ConfigurationLoader(environment: ["HEPHAESTUS_PROFILE": "\(number)"], files: MemoryFiles()).load(
        configPath: nil, profile: nil, overrides: [])
    }
    let service = ReloadService(source, target: target, triggers: triggers)
    async let ended: Void = service.run()
    var begun = target.begun.makeAsyncIterator()
    trigger.yield()
    await begun.next()
    for _ in 0..<5 { trigger.yield() }
    target.end.yield()
    await begun.next()
    trigger.finish()
    target.end.yield()
    try await ended
    #expect(target.seen == ["1", "2"])
  }

  @Test func aFileThatCouldNotBeLoadedIsWatchedBesideThoseThatRun() async throws {
    let (triggers, trigger) = AsyncStream.makeStream(of: Void.self)
    let watched = WatchList(["old.yaml"])
    let target = Target()
    let source = ReloadSource(files: ["old.yaml"], watches: true) {
      ConfigurationLoader(environment: [:], files: MemoryFiles()).load(
        configPath: "missing.yaml", profile: nil, overrides: [])
    }
    trigger.yield()
    trigger.finish()
    target.end.yield()
    try await ReloadService(source, target: target, triggers: triggers, watched: watched).run()
    #expect(watched.paths == ["old.yaml", "missing.yaml"])
  }
}
