internal import PrivacyCatalogue

/// The page of what each privacy mode does, in Markdown.
package enum PrivacyPage {
  /// With a newline at its end.
  package static let text: String = {
    let rows = PrivacyTable.rows.map { row in
      "| " + row.cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }
    return introduction + rows.joined() + remarks + AllowedKeys.sorted.map { "- `\($0)`\n" }.joined()
  }()

  private static let remarks = """

    What identifies a metric stream (attributes of resources, scopes and data points; names, descriptions and units)
    is never cut, masked or left out, in any mode: the keyed pseudonym of the whole value or text takes its place, so
    that two streams never become one. A pseudonym is `anon-` and 24 hexadecimal digits, the same for the same value
    under the same `privacy.pseudonym_key`. A gateway behind this one with the same key changes nothing further.

    ## Own rules

    `privacy.allow`, `drop`, `redact` and `hash` take exact keys in any case, or `prefix.*`; of several an exact key is
    heard before a prefix. They may be stricter than the mode. Where one would be weaker, `privacy.override: true` must
    say so, and `validate` reports each (HG125); what is found inside a value that is allowed still goes.
    `privacy.patterns` replaces what regular expressions match (PCRE2), in every text and mode; a text that cannot be
    decided within bounds is replaced whole. `privacy.traces`, `metrics` and `logs` say what is different for one signal.

    ## Keys that `strict` lets through


    """

  private static let introduction = """
    # Privacy

    What each mode does. This page is what `hephaestus-gw privacy --rules --format markdown` prints;
    `hephaestus-gw privacy FILE` shows what the modes do to telemetry of your own.

    | what | where | `minimal` | `balanced` | `strict` |
    | --- | --- | --- | --- | --- |

    """
}
