/// How text for people looks: with colours on a terminal, plain everywhere else.
package struct TextStyle: Sendable, Equatable {
  /// What a piece of text is, which decides its colour.
  package enum Role: Sendable {
    case strong, error, warning, good, faint
  }

  package static let plain = TextStyle(isColoured: false)
  package static let coloured = TextStyle(isColoured: true)

  private let isColoured: Bool

  private init(isColoured: Bool) { self.isColoured = isColoured }

  /// Colours for a terminal, unless `NO_COLOR` is set to anything (no-color.org) or `TERM` is absent or
  /// `dumb`.
  package init(isTerminal: Bool, environment: [String: String]) {
    let refuses = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    isColoured = isTerminal && !refuses && !["", "dumb"].contains(environment["TERM"] ?? "")
  }

  package func paint(_ text: String, _ role: Role) -> String {
    guard isColoured, !text.isEmpty else { return text }
    let code =
      switch role {
      case .strong: "1"
      case .error: "1;31"
      case .warning: "1;33"
      case .good: "32"
      case .faint: "2"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
