/// Who is connected, to hold the limits of connections. Lives on the acceptor's loop.
package struct ConnectionLedger: Sendable {
  package enum Refusal: String, Sendable, CaseIterable {
    case connections
    case connectionsPerAddress = "connections_per_address"
  }

  package var limit: Int
  package var limitPerAddress: Int
  package private(set) var count = 0
  private var perAddress: [String: Int] = [:]

  package init(limit: Int, limitPerAddress: Int) {
    self.limit = limit
    self.limitPerAddress = limitPerAddress
  }

  /// Enters a connection from `address`; nil, or why it must be closed (then it is not entered).
  package mutating func admit(_ address: String) -> Refusal? {
    guard count < limit else { return .connections }
    guard perAddress[address, default: 0] < limitPerAddress else { return .connectionsPerAddress }
    count += 1
    perAddress[address, default: 0] += 1
    return nil
  }

  /// A connection that was admitted has closed.
  package mutating func release(_ address: String) {
    guard let connections = perAddress[address] else { return }
    count -= 1
    perAddress[address] = connections > 1 ? connections - 1 : nil
  }
}
