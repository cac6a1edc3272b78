internal import PrivacyCatalogue

/// IPv6 addresses (RFC 4291) of the ranges that are in use, which lose all but their first 48 bits; an IPv4
/// address at the end of one is the IPv4 detector's.
enum IPv6Detector {
  static func find(in bytes: RawSpan, _ start: Int, _ end: Int, into edits: inout TextEdits) {
    var offset = start
    while let colon = bytes.firstIndex(of: UInt8(ascii: ":"), offset, end) {
      offset = colon + 1
      // Every address has two colons within five bytes of each other.
      guard colon + 1 < end, isPart(bytes.uint8(at: colon + 1)) else { continue }
      var open = colon
      while open > start, isPart(bytes.uint8(at: open - 1)) { open -= 1 }
      var close = colon + 1
      while close < end, isPart(bytes.uint8(at: close)) { close += 1 }
      offset = close
      guard open == start || mayAdjoin(bytes.uint8(at: open - 1)),
        close == end || mayAdjoin(bytes.uint8(at: close)) || bytes.uint8(at: close) == UInt8(ascii: "%")
      else { continue }
      // A sentence's colon or full stop behind the address is none of it.
      if close - open > 2, bytes.uint8(at: close - 1) == UInt8(ascii: ":"),
        bytes.uint8(at: close - 2) != UInt8(ascii: ":")
      {
        close -= 1
      }
      guard close - open <= 39, let address = IPv6Address(bytes, open, close), address.isInUse,
        !address.isNetwork
      else { continue }
      edits.add(open, close, .ipAddress, .network, network: address.high >> 16)
    }
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ":") || ASCII.isDigit(byte) || (byte | 0x20) &- 0x61 < 6
  }

  private static func mayAdjoin(_ byte: UInt8) -> Bool {
    !ASCII.isWord(byte) && byte != UInt8(ascii: "-") && byte < 0x80
  }
}

/// An IPv6 address in text form, without an embedded IPv4 address.
struct IPv6Address {
  private(set) var high: UInt64 = 0
  private(set) var low: UInt64 = 0

  /// Reads an address that fills `bytes[start..<end]`, all hexadecimal digits and colons.
  init?(_ bytes: RawSpan, _ start: Int, _ end: Int) {
    var groups = InlineArray<8, UInt64>(repeating: 0)
    var count = 0
    var gap: Int?
    var offset = start
    if end - start >= 2, bytes.uint8(at: start) == 0x3a {
      guard bytes.uint8(at: start + 1) == 0x3a else { return nil }
      gap = 0
      offset += 2
    }
    while offset < end {
      let group = offset
      var value: UInt64 = 0
      while offset < end, bytes.uint8(at: offset) != 0x3a {
        let byte = bytes.uint8(at: offset) | 0x20
        value = value << 4 | UInt64(byte <= 0x39 ? byte - 0x30 : byte - 0x57)
        offset += 1
        guard offset - group <= 4 else { return nil }
      }
      guard offset > group, count < 8 else { return nil }
      groups[count] = value
      count += 1
      guard offset < end else { break }
      offset += 1
      guard offset < end else { return nil }
      if bytes.uint8(at: offset) == 0x3a {
        guard gap == nil else { return nil }
        gap = count
        offset += 1
      }
    }
    guard gap == nil ? count == 8 : count < 8 else { return nil }
    let zeros = 8 - count
    for index in 0..<8 {
      let before = gap ?? 8
      let group = index < before ? groups[index] : index < before + zeros ? 0 : groups[index - zeros]
      if index < 4 { high = high << 16 | group } else { low = low << 16 | group }
    }
  }

  /// Whether the address is of a range that machines of people have: global unicast, unique local, link-local,
  /// multicast, translated. `::1` says nothing of anyone.
  var isInUse: Bool {
    let group = high >> 48
    return group >> 13 == 1 || group >> 9 == 0x7e || group >> 6 == 0x3fa || group >> 8 == 0xff
      || high == 0x0064_ff9b_0000_0000 || high == 0 && low >> 32 == 0xffff
  }

  /// Whether there is nothing past the first 48 bits.
  var isNetwork: Bool { high & 0xffff == 0 && low == 0 }
}
