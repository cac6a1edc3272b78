/// How received metrics become series.
package struct SeriesOptions: Sendable, Equatable {
  /// What becomes of a point's attributes.
  package enum AttributesLabel: String, Sendable, CaseIterable {
    /// A label for each, and one named `attributes` with all of them.
    case both
    /// One label named `attributes` with all of them, `key=value`, sorted and comma-joined.
    case joined
    /// A label for each.
    case labels
  }

  package var translator = NameTranslator()
  package var attributesLabel = AttributesLabel.both
  /// Keys of resource attributes that are shown on every series of the resource.
  package var resourceLabels: [String] = []
  /// Whether every series says its scope.
  package var scopeLabels = true
  /// Whether the toolkit's own plugin metrics are shown when they are received.
  package var showsReceivedPlugins = true

  package init() {}
}
