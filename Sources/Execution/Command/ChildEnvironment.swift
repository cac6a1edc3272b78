/// The environment that a command gets: the one this program has, with a few variables of its own.
package enum ChildEnvironment {
  /// Marks everything below a span `guard-rails` for executions within.
  package static let guardRails = "HEPHAESTUS_GUARD_RAILS"
  package static let traceParent = "TRACEPARENT"
  package static let traceState = "TRACESTATE"

  /// - Parameters:
  ///   - entries: `NAME=value`, not necessarily UTF-8; every one that is not replaced stays as it is.
  ///   - context: What children are to see as their parent.
  ///   - isGuardRails: Whether children are to be marked.
  /// - Returns: `NAME=value` of every variable.
  package static func entries(
    _ entries: [[UInt8]], context: ExecutionContext, isGuardRails: Bool
  ) -> [[UInt8]] {
    var kept = entries.filter { !isEntry($0, of: traceParent) && !isEntry($0, of: traceState) }
    kept.append(Array("\(traceParent)=\(context.span.text)".utf8))
    if let state = context.state { kept.append(Array("\(traceState)=\(state.text)".utf8)) }
    guard isGuardRails else { return kept }
    return kept.filter { !isEntry($0, of: guardRails) } + [Array("\(guardRails)=true".utf8)]
  }

  /// The value of the first entry of a name, as the system's own search finds it.
  package static func value(of name: String, in entries: [[UInt8]]) -> [UInt8]? {
    entries.first { isEntry($0, of: name) }.map { Array($0.dropFirst(name.utf8.count + 1)) }
  }

  private static func isEntry(_ entry: [UInt8], of name: String) -> Bool {
    entry.starts(with: name.utf8) && entry.dropFirst(name.utf8.count).first == UInt8(ascii: "=")
  }
}
