/// Reads `Retry-After` (RFC 9110, 10.2.3): a number of seconds, or a date, which is compared with
/// `now` in seconds since 1970. A date that has passed is no delay; nil when it is neither.
func retryDelay(fromHeader text: String, now: Int64) -> Duration? {
  let text = trimmed(text.utf8)
  if !text.isEmpty, text.allSatisfy({ (0x30...0x39).contains($0) }) {
    // A day is as good as any longer delay.
    guard let seconds = Int64(String(decoding: text.prefix(18), as: UTF8.self)) else { return nil }
    return .seconds(min(seconds, 86_400))
  }
  guard let date = HTTPDate(Array(text)) else { return nil }
  return .seconds(min(max(0, date.secondsSince1970 - now), 86_400))
}

private func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
  let start = bytes.drop { $0 == 0x20 || $0 == 0x09 }
  return Array(start.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed())
}
