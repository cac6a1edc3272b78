/// The page of all settings, in Markdown.
package enum SettingsPage {
  /// With a newline at its end.
  package static let text: String = {
    guard case .section(_, let children) = SettingTree.of(Schema.current.settings) else {
      return introduction
    }
    let tables = children.map { section($0.node, name: $0.name, level: 2) }
    return ([introduction] + tables + [rules]).joined(separator: "\n")
  }()

  private static let introduction = """
    # Settings

    What a profile or a bundle may hold. This page is what `hephaestus-gw schema --format markdown` prints.

    `NAME` is a name that you choose, \(NameRule.expectation). Every value may be written with or without quotes,
    may be `null`, which resets it to its default, and may hold `${env:NAME}`, `${env:NAME:-default}`,
    `${env:NAME:?message}` or `${file:/path}`; a `$` before `{` that means itself is written `$$`. Durations are
    numbers with the units `ns`, `us`, `ms`, `s`, `m`, `h`; sizes with `B`, `kB`, `MB`, `GB`, `TB` (powers of 1000)
    or `KiB`, `MiB`, `GiB`, `TiB` (powers of 1024). A setting marked † takes effect only in a new process: a
    reload that would change it is refused.

    """

  private static var rules: String {
    let rows = DiagnosticCode.allCases.map { code in
      let level = code.isSettable ? code.page.severity.rawValue : "error, fixed"
      return "| `\(code.rawValue)` | \(code.page.name) | \(level) | \(cell(code.page.summary)) |\n"
    }
    return """
      ## Rules

      `hephaestus-gw validate --explain CODE` says what a rule is about and how to mend what it finds. `lint`, at the
      top of a file or in a profile or bundle, sets the level of those whose level is not fixed.

      | code | name | level | what it finds |
      | --- | --- | --- | --- |

      """ + rows.joined()
  }

  /// Small sections within a section share its table; these many settings get one of their own.
  private static let ownTable = 8

  private static func section(_ node: SettingTree, name: String, level: Int) -> String {
    var rows: [Setting] = []
    var below: [SettingTree.Child] = []
    collect(node, into: &rows, &below)
    let heading = String(repeating: "#", count: level) + " \(name)\n"
    let documentation = Schema.sectionDocumentation[name].map { "\($0)\n" }
    let parts = [heading, documentation, table(rows)].compactMap(\.self)
    return (parts + below.map { section($0.node, name: $0.name, level: level + 1) }).joined(separator: "\n")
  }

  private static func collect(
    _ node: SettingTree, into rows: inout [Setting], _ below: inout [SettingTree.Child]
  ) {
    switch node {
    case .setting(let setting): rows.append(setting)
    case .named(_, let child): collect(child, into: &rows, &below)
    case .section(_, let children):
      for child in children {
        if case .section(let path, let settings) = child.node, settings.count >= ownTable {
          below.append(SettingTree.Child(name: path.joined(separator: "."), node: child.node))
        } else {
          collect(child.node, into: &rows, &below)
        }
      }
    }
  }

  private static func table(_ settings: [Setting]) -> String {
    let rows = settings.map { setting in
      let cells = [
        "`\(setting.pattern.joined(separator: "."))`" + (setting.needsRestart ? " †" : ""),
        setting.documentation, value(setting), fallback(setting), setting.environment.map { "`\($0)`" } ?? "",
      ]
      return "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }
    return "| setting | what it does | value | default | environment |\n| --- | --- | --- | --- | --- |\n"
      + rows.joined()
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

  private static func value(_ setting: Setting) -> String {
    setting.shape == .map ? "keys to values, each \(setting.expectation)" : setting.expectation
  }

  private static func fallback(_ setting: Setting) -> String {
    setting.defaultText.map { "`\($0)`" } ?? setting.defaultNote ?? "none"
  }
}
