internal import PrivacyCatalogue

/// The owner's name in paths of home directories; `/root` names nobody.
enum HomeDirectoryDetector {
  static func find(
    in bytes: RawSpan, _ start: Int, _ end: Int, classes: TextClasses, into edits: inout TextEdits
  ) {
    if classes.contains(.slash) { homeDirectories(bytes, start, end, &edits) }
    if classes.contains(.backslash) { windowsHomes(bytes, start, end, &edits) }
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
      // In lower case it is a path of many an API, unless a drive is before it.
      case UInt8(ascii: "u")
      where slash > start && bytes.uint8(at: slash - 1) == UInt8(ascii: ":")
        && bytes.matches("users/", at: slash + 1, before: end):
        name = slash + 7
      default: continue
      }
      guard startsPath(bytes, slash, start) || isBelowMount(bytes, slash, start) else { continue }
      offset = replaceOwner(bytes, name, end, &edits)
    }
  }

  /// `\Users\NAME`, with the backslashes single or, as in JSON, doubled.
  private static func windowsHomes(_ bytes: RawSpan, _ start: Int, _ end: Int, _ edits: inout TextEdits) {
    var offset = start
    while let mark = bytes.firstIndex(of: UInt8(ascii: "\\"), offset, end) {
      offset = mark + 1
      guard bytes.matchesIgnoringCase("\\users\\", at: mark, before: end) else { continue }
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
    if bytes.matches("<user>", at: name, before: end) { return name + 6 }
    edits.add(name, close, .homeDirectory, .user)
    return close
  }

  private static func startsPath(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    guard slash > start else { return true }
    let before = bytes.uint8(at: slash - 1)
    return !ASCII.isAlphanumeric(before) && before != 0x2e && before != 0x2d && before != 0x5f
  }

  /// Whether the path up to `slash` is one that homes are below, too: `/var`, `/export`, or a drive as in `/c` and
  /// `/mnt/c`.
  private static func isBelowMount(_ bytes: RawSpan, _ slash: Int, _ start: Int) -> Bool {
    var open = slash
    while open > start, slash - open <= 6, bytes.uint8(at: open - 1) != UInt8(ascii: "/") { open -= 1 }
    guard open > start, bytes.uint8(at: open - 1) == UInt8(ascii: "/") else { return false }
    if slash - open == 1, ASCII.isLetter(bytes.uint8(at: open)) {
      return startsPath(bytes, open - 1, start)
        || open - start >= 5 && bytes.matches("/mnt/", at: open - 5, before: open)
    }
    return (bytes.isOnly("var", open, slash) || bytes.isOnly("export", open, slash))
      && startsPath(bytes, open - 1, start)
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
}
