import NIOCore
import Testing
import Transport

@Suite struct ConnectionLifetimeTests {
  private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
  private let limits = ConnectionLifetime.Limits(
    firstRequest: .seconds(30), idle: .seconds(600), age: .seconds(3600), grace: .seconds(20))

  private func at(_ seconds: Int64) -> NIODeadline { start + .seconds(seconds) }

  @Test func aConnectionThatSendsNothingIsClosed() {
    var lifetime = ConnectionLifetime(limits, now: start)
    #expect(lifetime.tick(now: at(29), openRequests: 0) == .none)
    #expect(lifetime.tick(now: at(30), openRequests: 0) == .close(.idle))
    #expect(lifetime.tick(now: at(31), openRequests: 0) == .none)
  }

  @Test func aGreetingEarnsTheLongerIdleLimit() {
    var lifetime = ConnectionLifetime(limits, now: start)
    lifetime.sawGreeting()
    #expect(lifetime.tick(now: at(599), openRequests: 0) == .none)
    #expect(lifetime.tick(now: at(600), openRequests: 0) == .announce)
  }

  @Test func anIdleConnectionIsAskedToGo() {
    var lifetime = ConnectionLifetime(limits, now: start)
    lifetime.sawRequest(now: at(10))
    #expect(lifetime.tick(now: at(609), openRequests: 0) == .none)
    #expect(lifetime.tick(now: at(700), openRequests: 1) == .none)
    #expect(lifetime.tick(now: at(700), openRequests: 0) == .announce)
  }

  @Test func anOldConnectionLeavesInTwoSteps() {
    var lifetime = ConnectionLifetime(limits, now: start)
    lifetime.sawRequest(now: at(3590))
    #expect(lifetime.tick(now: at(3599), openRequests: 2) == .none)
    #expect(lifetime.tick(now: at(3600), openRequests: 2) == .announce)
    #expect(lifetime.isEnding)
    #expect(lifetime.tick(now: at(3600), openRequests: 2) == .none)
    #expect(lifetime.tick(now: at(3601), openRequests: 2) == .refuseNew)
    #expect(lifetime.tick(now: at(3602), openRequests: 1) == .none)
    #expect(lifetime.tick(now: at(3603), openRequests: 0) == .close(.drained))
  }

  @Test func anAcknowledgementShortensTheNotice() {
    var lifetime = ConnectionLifetime(limits, now: start)
    #expect(lifetime.announcementSeen() == .none)
    #expect(lifetime.drain(now: at(1)) == .announce)
    #expect(lifetime.drain(now: at(1)) == .none)
    #expect(lifetime.announcementSeen() == .refuseNew)
    #expect(lifetime.announcementSeen() == .none)
  }

  @Test func graceEnds() {
    var lifetime = ConnectionLifetime(limits, now: start)
    _ = lifetime.drain(now: at(1))
    _ = lifetime.announcementSeen()
    #expect(lifetime.tick(now: at(20), openRequests: 1) == .none)
    #expect(lifetime.tick(now: at(21), openRequests: 1) == .close(.graceExpired))
  }
}
