/// Bounds the bytes of requests that are being received on one loop.
struct ReceiveAllowance {
  var limit: Int
  private(set) var used = 0

  init(limit: Int) { self.limit = limit }

  var left: Int { max(0, limit - used) }

  /// Takes `count` bytes; false, and nothing taken, when that would go past the limit.
  mutating func take(_ count: Int) -> Bool {
    guard count <= left else { return false }
    used += count
    return true
  }

  mutating func giveBack(_ count: Int) { used = max(0, used - count) }
}
