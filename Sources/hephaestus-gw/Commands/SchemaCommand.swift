internal import ArgumentParser
internal import Configuration

/// `hephaestus-gw schema`: what a file may hold, for editors or for people.
struct SchemaCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print every setting, as a JSON Schema or as a page to read.",
    discussion: """
      An editor with a YAML language server completes and checks a file that begins with the line
      # yaml-language-server: $schema=./hephaestus.schema.json
      """)

  @Option(help: "json for a JSON Schema (draft 2020-12), markdown for a page.")
  var format = Format.json

  func run() {
    switch format {
    case .json: print(JSONSchema.text, terminator: "")
    case .markdown: print(SettingsPage.text, terminator: "")
    }
  }
}
