internal import PrivacyCatalogue

/// Detectors of people and their machines inside texts; they run in `balanced` and `strict`.
enum PersonalDetectors {
  /// A text without any of these has nothing for them.
  static let interest: TextClasses = [.at, .slash, .backslash, .dot]

  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    if classes.contains(.at) { emails(bytes, start, end, &edits) }
    if classes.contains(.homeLetter) {
      if classes.contains(.slash) { homeDirectories(bytes, start, end, &edits) }
      if classes.contains(.backslash) { windowsHomes(bytes, start, end, &edits) }
    }
    if classes.isSuperset(of: [.dot, .digit]) { addresses(bytes, start, end, &edits) }
  }

  private static func emails(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let at = bytes.firstIndex(of: UInt8(ascii: "@"), offset, end) {
      var open = at
      while open > start, isLocalPart(bytes.uint8(at: open - 1)) { open -= 1 }
      var close = at + 1
      while close < end, isDomain(bytes.uint8(at: close)) { close += 1 }
      while close > at + 1, !ASCII.isAlphanumeric(bytes.uint8(at: close - 1)),
        bytes.uint8(at: close - 1) < 0x80
      {
        close -= 1
      }
      // What stands for a URL's user and password is no name.
      let isRedacted = bytes.matches("redacted@", at: open, before: end)
      if open < at, !isRedacted, bytes.firstIndex(of: UInt8(ascii: "."), at + 1, close) != nil {
        edits.add(open, close, .email, .pseudonym)
      }
      offset = max(close, at + 1)
    }
  }

  private static func isLocalPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#")...UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "="), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "{")...UInt8(ascii: "~"), 0x80...:
      true
    default: ASCII.isAlphanumeric(byte)
    }
  }

  private static func isDomain(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2d || byte == 0x2e || byte >= 0x80
  }

  /// `/home/NAME` and `/Users/NAME`; not a URL's `/home/` behind a host.
  private static func homeDirectories(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let slash = bytes.firstIndex(of: UInt8(ascii: "/"), offset, end - 6) {
      offset = slash + 1
      let name: Int
      switch bytes.uint8(at: slash + 1) {
      case UInt8(ascii: "h") where bytes.matches("home/", at: slash + 1, before: end): name = slash + 6
      case UInt8(ascii: "U") where bytes.matches("Users/", at: slash + 1, before: end): name = slash + 7
      default: continue
      }
      guard startsPath(bytes, slash, start) else { continue }
      offset = replaceOwner(bytes, name, end, &edits)
    }
  }

  /// `\Users\NAME`, with the backslashes single or, as in JSON, doubled.
  private static func windowsHomes(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let mark = bytes.firstIndex(of: "\\Users\\", offset, end) {
      let name = mark + 7
      let isDoubled = name < end && bytes.uint8(at: name) == UInt8(ascii: "\\")
      offset = replaceOwner(bytes, isDoubled ? name + 1 : name, end, &edits)
    }
  }

  /// Replaces the part of a path from `name` on. Returns where it ends.
  private static func replaceOwner(
    _ bytes: RawSpan, _ name: Int, _ end: Int, _ edits: inout TextEdits
  ) -> Int {
    var close = name
    while close < end, !endsPathSegment(bytes.uint8(at: close)) { close += 1 }
    if !bytes.matches("<user>", at: name, before: end) {
      edits.add(name, close, .homeDirectory, .user)
    }
    return close
  }

  private static func startsPath(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    guard slash > start else { return true }
    let before = bytes.uint8(at: slash - 1)
    return !ASCII.isAlphanumeric(before) && before != 0x2e && before != 0x2d && before != 0x5f
  }

  private static func endsPathSegment(_ byte: UInt8) -> Bool {
    switch byte {
    case ...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
      UInt8(ascii: "*"), UInt8(ascii: ","), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: ";"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\"),
      UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
      true
    default: false
    }
  }

  /// IPv4 addresses that stand alone, behind `//` or before a port; not version numbers.
  private static func addresses(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let dot = bytes.firstIndex(of: UInt8(ascii: "."), offset, end) {
      var open = dot
      while open > offset, ASCII.isDigit(bytes.uint8(at: open - 1)) { open -= 1 }
      guard open < dot else {
        offset = dot + 1
        continue
      }
      var close = dot
      while close < end, ASCII.isDigit(bytes.uint8(at: close)) || bytes.uint8(at: close) == 0x2e {
        close += 1
      }
      offset = close
      guard close - open >= 7, let last = lastOctet(bytes, open, close),
        mayPrecedeAddress(bytes, open, start),
        close == end || !(ASCII.isWord(bytes.uint8(at: close)) || bytes.uint8(at: close) == 0x2d)
      else { continue }
      if last.end - last.start > 1 || bytes.uint8(at: last.start) != 0x30 {
        edits.add(last.start, last.end, .ipAddress, .zero)
      }
    }
  }

  /// The last number of a dotted quad that fills `bytes[start..<end]`, all digits and dots, but for a
  /// final full stop.
  private static func lastOctet(_ bytes: RawSpan, _ start: Int, _ end: Int) -> (start: Int, end: Int)? {
    let close = bytes.uint8(at: end - 1) == 0x2e ? end - 1 : end
    var open = start
    var dots = 0
    var value = 0
    var offset = start
    while offset < close {
      let byte = bytes.uint8(at: offset)
      if byte == 0x2e {
        guard offset > open, dots < 3 else { return nil }
        dots &+= 1
        open = offset + 1
        value = 0
      } else {
        value = value &* 10 &+ Int(byte &- 0x30)
        guard value <= 255, offset &- open < 3 else { return nil }
      }
      offset &+= 1
    }
    return dots == 3 && open < close ? (open, close) : nil
  }

  private static func mayPrecedeAddress(_ bytes: RawSpan, _ offset: Int, _ start: Int) -> Bool {
    guard offset > start else { return true }
    let before = bytes.uint8(at: offset - 1)
    if before == 0x2f { return offset - 1 > start && bytes.uint8(at: offset - 2) == 0x2f }
    return !ASCII.isWord(before) && before != 0x2d
  }
}
