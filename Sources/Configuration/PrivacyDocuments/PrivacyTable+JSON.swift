package import PrivacyCatalogue

extension PrivacyTable {
  /// `{"rules": [{"name", "appliesTo", "minimal", "balanced", "strict"}]}`.
  package static var json: String {
    let document: JSONText = [
      "rules": .array(
        rows.map { row in
          [
            "name": .string(row.name), "appliesTo": .string(row.appliesTo), "minimal": .string(row.minimal),
            "balanced": .string(row.balanced), "strict": .string(row.strict),
          ]
        })
    ]
    return document.pretty + "\n"
  }
}
