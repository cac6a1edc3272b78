/// How the points of a series make its value. All loops agree about it.
package struct SeriesMode: Sendable, Hashable {
  package enum Shape: Sendable {
    case number, histogram, exponential, summary
  }

  package enum Temporality: Sendable {
    /// The latest point is the value.
    case latest
    /// The latest point is the value, and it only grows as long as its start stays.
    case cumulative
    /// The sum of all points is the value.
    case delta
  }

  package var shape: Shape
  package var temporality: Temporality

  package init(_ shape: Shape, _ temporality: Temporality) {
    self.shape = shape
    self.temporality = temporality
  }
}
