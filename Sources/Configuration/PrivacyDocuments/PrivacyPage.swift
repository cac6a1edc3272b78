internal import PrivacyCatalogue

/// The page of what each privacy mode does, in Markdown.
package enum PrivacyPage {
  /// With a newline at its end.
  package static let text: String = {
    let rows = PrivacyTable.rows.map { row in
      "| " + row.cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    return introduction + rows.joined()
  }()

  private static let introduction = """
    # Privacy

    What each mode does. This page is what `hephaestus-gw privacy --rules --format markdown` prints;
    `hephaestus-gw privacy FILE` shows what the modes do to telemetry of your own.

    | what | where | `minimal` | `balanced` | `strict` |
    | --- | --- | --- | --- | --- |

    """
}
