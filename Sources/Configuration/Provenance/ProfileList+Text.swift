extension ProfileList {
  /// A table; `*` is before the profile that `run` would take.
  package var text: String {
    let head = ["", "NAME", "EXTENDS", "BUNDLES", "SAMPLER", "PRIVACY", "TARGETS"]
    let rows = [head] + profiles.map(\.cells)
    let widths = head.indices.map { column in rows.map { $0[column].unicodeScalars.count }.max() ?? 0 }
    let lines = rows.map { row in
      let cells = zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
      return String(cells.reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    return "Profiles of \(source.printable):\n" + lines.joined() + (note.map { "\n\($0)\n" } ?? "")
  }

  private var note: String? {
    if profiles.isEmpty {
      return "There is none; `default` is the one that run takes unless another is named."
    }
    if profiles.contains(where: \.isSelected) { return nil }
    return "None of them is selected; --profile or HEPHAESTUS_PROFILE names one."
  }

  /// `{"source", "profiles": [{"name", "selected", "extends", "bundles", "sampler", "ratio", "privacy",
  /// "targets": [{"name", "endpoint"}]}]}`.
  package var json: String {
    let document: JSONText = ["source": .string(source), "profiles": .array(profiles.map(\.json))]
    return document.pretty + "\n"
  }
}

extension ProfileList.Profile {
  fileprivate var cells: [String] {
    let share = usesRatio ? ratio.map { " \(shown($0))" } ?? "" : ""
    return [
      isSelected ? "*" : "", name, extends?.printable ?? "-", Self.list(bundles.map(\.printable)),
      (sampler.map(shown) ?? "?") + share, privacyMode.map(shown) ?? "?", Self.list(targets.map(\.name)),
    ]
  }

  /// Whether the ratio means anything to the sampler.
  private var usesRatio: Bool {
    guard case .scalar(let text)? = sampler?.value else { return false }
    return text.text.hasSuffix("ratio") || text.text.contains("${")
  }

  private func shown(_ value: Provenance) -> String { value.value.yaml(value.setting?.kind) }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "-" : names.joined(separator: ", ")
  }

  fileprivate var json: JSONText {
    func value(_ provenance: Provenance?) -> JSONText {
      provenance.map { $0.value.json($0.setting?.kind) } ?? .null
    }
    return [
      "name": .string(name), "selected": .bool(isSelected), "extends": JSONText(extends),
      "bundles": .array(bundles.map { .string($0) }), "sampler": value(sampler),
      "ratio": value(ratio), "privacy": value(privacyMode),
      "targets": .array(targets.map { ["name": .string($0.name), "endpoint": value($0.endpoint)] }),
    ]
  }
}
