import NIOCore
import Testing
import Transport

@Suite struct ControlFrameBudgetTests {
  private static let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

  /// A frame with an empty or zero payload.
  struct Flood: CustomTestStringConvertible {
    var testDescription: String
    var type: UInt8
    var flags: UInt8 = 0
    var stream: UInt8 = 0
    var length: Int
    var violation: HTTP2Violation
  }

  static let floods = [
    Flood(testDescription: "PING", type: 6, length: 8, violation: .pings),
    Flood(testDescription: "PING acknowledgement", type: 6, flags: 1, length: 8, violation: .pings),
    Flood(testDescription: "SETTINGS", type: 4, length: 0, violation: .settings),
    Flood(testDescription: "PRIORITY", type: 2, stream: 1, length: 5, violation: .priorities),
  ]

  @Test(arguments: floods)
  func aFloodEndsTheConnection(flood: Flood) throws {
    let peer = RecordingPeer()
    let now = NIODeadline.uptimeNanoseconds(1)
    let session = try HTTP2Session(role: .server, delegate: peer, now: now)
    var input = ByteBuffer(string: Self.preface)
    input.writeBytes([0, 0, 0, 4, 0, 0, 0, 0, 0])
    for _ in 0..<1001 {
      input.writeBytes([0, 0, UInt8(flood.length), flood.type, flood.flags, 0, 0, 0, flood.stream])
      input.writeRepeatingByte(0, count: flood.length)
    }
    try session.receive(input, now: now)
    #expect(session.violation == flood.violation)
  }

  @Test func framesWithinTheBurstPass() {
    let now = NIODeadline.uptimeNanoseconds(5)
    var budget = ControlFrameBudget(.init(), now: now)
    for _ in 0..<1000 { #expect(budget.spend(.ping, now: now) == nil) }
    #expect(budget.spend(.ping, now: now) == .pings)
    #expect(budget.spend(.windowUpdate, now: now) == nil, "each kind has its own budget")
  }

  @Test func timeAndWorkRefillTheBudget() {
    var now = NIODeadline.uptimeNanoseconds(0)
    var budget = ControlFrameBudget(.init(), now: now)
    for _ in 0..<1000 { _ = budget.spend(.ping, now: now) }
    now = now + .milliseconds(20)
    #expect(budget.spend(.ping, now: now) == nil)
    #expect(budget.spend(.ping, now: now) == .pings)
    budget.earn()
    for _ in 0..<4 { #expect(budget.spend(.ping, now: now) == nil) }
    #expect(budget.spend(.ping, now: now) == .pings)
  }

  @Test func noWorkPaysForResets() {
    let now = NIODeadline.uptimeNanoseconds(0)
    var budget = ControlFrameBudget(.init(), now: now)
    for _ in 0..<200 {
      #expect(budget.spend(.resetReceived, now: now) == nil)
      budget.earn()
    }
    #expect(budget.spend(.resetReceived, now: now) == .resetsReceived)
  }
}
