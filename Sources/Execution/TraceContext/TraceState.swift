/// `tracestate` of W3C Trace Context: what systems on the way said about a trace.
package struct TraceState: Sendable, Equatable {
  private static let maxMembers = 32
  private static let maxKeyLength = 256
  private static let maxValueLength = 256

  /// The members in their order, without the spaces around them and without empty ones.
  package let text: String

  /// - Returns: Nil for no member, and for what the specification says must be discarded whole: a member that is
  ///   none, or more than 32.
  package init?(_ text: String) {
    let members = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: true)
      .map(Self.trimmed).filter { !$0.isEmpty }
    guard !members.isEmpty, members.count <= Self.maxMembers, members.allSatisfy(Self.isMember) else {
      return nil
    }
    self.text = members.map { String(Substring($0)) }.joined(separator: ",")
  }

  private static func trimmed(_ member: Substring.UTF8View) -> Substring.UTF8View {
    var member = member
    while let first = member.first, isSpace(first) { member.removeFirst() }
    while let last = member.last, isSpace(last) { member.removeLast() }
    return member
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isMember(_ member: Substring.UTF8View) -> Bool {
    guard let equals = member.firstIndex(of: UInt8(ascii: "=")) else { return false }
    let value = member[member.index(after: equals)...]
    return isKey(member[..<equals]) && isValue(value)
  }

  private static func isKey(_ key: Substring.UTF8View) -> Bool {
    guard let first = key.first, isLetter(first) || isDigit(first), key.count <= maxKeyLength else {
      return false
    }
    return key.allSatisfy { isLetter($0) || isDigit($0) || "_-*/@".utf8.contains($0) }
      && key.count(where: { $0 == UInt8(ascii: "@") }) <= 1
  }

  /// Spaces at its end were taken off with those around the member.
  private static func isValue(_ value: Substring.UTF8View) -> Bool {
    !value.isEmpty && value.count <= maxValueLength
      && value.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "=") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
