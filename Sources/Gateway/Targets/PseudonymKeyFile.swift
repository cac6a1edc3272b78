#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif
internal import FoundationEssentials

/// The key of pseudonyms that a gateway without `privacy.pseudonym_key` makes for itself.
enum PseudonymKeyFile {
  private static let name = "pseudonym.key"

  /// The key kept in `directory`, made there with mode 0600 if there is none. Where it cannot be kept
  /// it lives as long as the process, and `isKept` is false.
  static func load(in directory: String?) -> (text: String, isKept: Bool) {
    guard let directory else { return (fresh(), false) }
    let path = "\(directory)/\(name)"
    if let text = read(path) { return (text, true) }
    let text = fresh()
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // Two gateways that start at once must agree: whoever links first wins, the other one reads.
    let draft = "\(path).\(getpid())"
    let isMade = FileManager.default.createFile(
      atPath: draft, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
    guard isMade else { return (text, false) }
    defer { unsafe unlink(draft) }
    if unsafe link(draft, path) == 0 { return (text, true) }
    return read(path).map { ($0, true) } ?? (text, false)
  }

  private static func read(_ path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path), data.count >= 32, data.count <= 4096 else {
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static func fresh() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let word = String(generator.next(), radix: 16)
      return String(repeating: "0", count: 16 - word.count) + word
    }.joined()
  }
}
