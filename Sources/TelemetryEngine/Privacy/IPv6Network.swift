/// The first 48 bits of an IPv6 address, as the text of the network they are (RFC 5952): `2001:db8:1::`.
enum IPv6Network {
  /// Bytes of the text of a network given by its three groups, the first one highest.
  static func length(_ network: UInt64) -> Int {
    let groups = significant(network)
    return groups.reduce(2) { $0 + digits($1) } + max(0, groups.count - 1)
  }

  static func append(_ network: UInt64, to output: inout WireBuffer) {
    for (index, group) in significant(network).enumerated() {
      if index > 0 { output.append(UInt8(ascii: ":")) }
      for digit in (0..<digits(group)).reversed() {
        let value = UInt8(truncatingIfNeeded: group >> UInt64(4 * digit) & 0xf)
        output.append(value < 10 ? 0x30 + value : 0x57 + value)
      }
    }
    output.append("::")
  }

  /// The groups before the zeros at the end.
  private static func significant(_ network: UInt64) -> [UInt64] {
    var groups = [network >> 32 & 0xffff, network >> 16 & 0xffff, network & 0xffff]
    while groups.last == 0 { groups.removeLast() }
    return groups
  }

  private static func digits(_ group: UInt64) -> Int {
    group > 0xfff ? 4 : group > 0xff ? 3 : group > 0xf ? 2 : 1
  }
}
