/// Gathers labels from attributes. Where several keys become one name, their values are joined with `;` in
/// the order of the keys, those of one key in the order in which they came.
package struct LabelSet: Sendable {
  private let translator: NameTranslator
  private var entries: [(name: String, key: String, value: String)] = []
  /// Keys of which nothing was left.
  package private(set) var droppedKeys = 0

  package init(_ translator: NameTranslator) { self.translator = translator }

  /// Adds the label for an attribute.
  package mutating func add(_ key: String, _ value: String) {
    if let name = translator.label(key) { entries.append((name, key, value)) } else { droppedKeys += 1 }
  }

  /// The labels in the order of their names.
  package var labels: [MetricFamily.Label] {
    var labels: [MetricFamily.Label] = []
    let ordered = entries.indices.sorted { left, right in
      let (one, other) = (entries[left], entries[right])
      return (one.name, one.key, left) < (other.name, other.key, right)
    }
    for entry in ordered.lazy.map({ entries[$0] }) {
      if let last = labels.last, last.name == entry.name {
        labels[labels.count - 1].value = last.value + ";" + entry.value
      } else {
        labels.append(MetricFamily.Label(entry.name, entry.value))
      }
    }
    return labels
  }
}
