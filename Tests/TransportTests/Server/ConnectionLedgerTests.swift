import Testing
import Transport

@Suite struct ConnectionLedgerTests {
  @Test func bothLimitsHoldAndPlacesAreGivenBack() {
    var ledger = ConnectionLedger(limit: 3, limitPerAddress: 2)
    #expect(ledger.admit("a") == nil)
    #expect(ledger.admit("a") == nil)
    #expect(ledger.admit("a") == .connectionsPerAddress)
    #expect(ledger.admit("b") == nil)
    #expect(ledger.admit("c") == .connections)
    ledger.release("a")
    #expect(ledger.admit("c") == nil)
    #expect(ledger.count == 3)
  }

  @Test func aReleaseOfAStrangerChangesNothing() {
    var ledger = ConnectionLedger(limit: 1, limitPerAddress: 1)
    ledger.release("a")
    #expect(ledger.count == 0)
    #expect(ledger.admit("a") == nil)
    #expect(ledger.admit("b") == .connections)
  }
}
