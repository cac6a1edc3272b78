/// Names for findings by which CI systems know them again in the next run: they depend on what stands in
/// the line and not on its number, and no two of one report are the same.
struct Fingerprints {
  private let context: ReportContext
  private var seen: [String: Int] = [:]

  init(_ context: ReportContext) { self.context = context }

  /// 16 hexadecimal digits.
  mutating func next(for diagnostic: Diagnostic) -> String {
    let line = diagnostic.sourceLine.map { String($0.drop { $0 == " " }) }
    let content = [
      diagnostic.code.rawValue, diagnostic.file.map(context.relativePath) ?? "", diagnostic.path ?? "",
      line ?? diagnostic.message,
    ].joined(separator: "\0")
    seen[content, default: 0] += 1
    return Self.hash("\(content)\0\(seen[content] ?? 1)")
  }

  /// FNV-1a with 64 bits: enough to tell findings apart, and the same on every machine.
  private static func hash(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
