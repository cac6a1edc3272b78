import Delivery
import Gateway
import Logging
import Testing

@Suite struct RepeatLimiterTests {
  /// A limiter by reference with a clock that the test moves.
  private final class Log {
    var limiter: RepeatLimiter
    var now = MonotonicTime(nanoseconds: 5)

    init(maxKeys: Int = 1024) { limiter = RepeatLimiter(maxKeys: maxKeys) }

    func event(_ kind: String = "tls", _ peer: String = "10.0.0.1", _ message: String = "no")
      -> RepeatLimiter.Verdict
    {
      limiter.admit(.init(kind: kind, peer: peer), level: .warning, message: message, now: now)
    }

    func pass(_ duration: Duration) -> [Int] {
      now = now.advanced(by: duration)
      return limiter.due(now: now).map(\.repeats)
    }
  }

  @Test func oneLineForAKindAndPeerAndTheRestSummedUp() {
    let log = Log()
    #expect(log.event().isLogged)
    for _ in 0..<37 {
      let verdict = log.event()
      #expect(!verdict.isLogged && verdict.summary == nil)
    }
    #expect(log.event("tls", "10.0.0.2").isLogged)
    #expect(log.event("http", "10.0.0.1").isLogged)
    #expect(log.pass(.milliseconds(9999)) == [])
    #expect(log.pass(.milliseconds(1)) == [37])
    #expect(log.limiter.suppressed == 37)
  }

  @Test func aFloodMakesOneLineInEachWindow() {
    let log = Log()
    var lines = 0
    for _ in 0..<1000 {
      let verdict = log.event()
      lines += (verdict.isLogged ? 1 : 0) + (verdict.summary == nil ? 0 : 1)
      lines += log.pass(.milliseconds(100)).count
    }
    #expect(lines == 11)
    #expect(log.limiter.suppressed == 999)
  }

  @Test func afterAQuietWindowAnEventIsLoggedAgain() {
    let log = Log()
    _ = log.event()
    #expect(log.pass(.seconds(10)) == [])
    #expect(log.event().isLogged)
    _ = log.event()
    #expect(log.pass(.seconds(10)) == [1])
    #expect(log.pass(.seconds(10)) == [])
    #expect(log.event().isLogged)
  }

  @Test func aLateEventBringsTheSummaryItself() {
    let log = Log()
    _ = log.event("tls", "p", "first")
    _ = log.event("tls", "p", "second")
    log.now = log.now.advanced(by: .seconds(60))
    let verdict = log.event("tls", "p", "third")
    #expect(verdict.summary?.message == "first")
    #expect(verdict.summary?.repeats == 1)
    #expect(!verdict.isLogged)
    #expect(log.limiter.flush().map(\.repeats) == [1])
    #expect(log.limiter.flush().isEmpty)
  }

  @Test func peersBeyondTheBoundShareAWindow() {
    let log = Log(maxKeys: 2)
    #expect(log.event("tls", "1").isLogged)
    #expect(log.event("tls", "2").isLogged)
    #expect(log.event("tls", "3").isLogged)
    #expect(!log.event("tls", "4").isLogged)
    #expect(log.event("http", "4").isLogged)
    #expect(!log.event("grpc", "5").isLogged)
    #expect(log.limiter.suppressed == 2)
    #expect(log.limiter.flush().map(\.key) == [.init(kind: "tls", peer: RepeatLimiter.otherPeers)])
  }
}
