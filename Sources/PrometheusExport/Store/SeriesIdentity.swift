/// A series of the process, whichever loop its points come in on.
final class SeriesIdentity: Sendable {
  /// Where loops keep its state. Given to another series when this one is forgotten.
  let number: Int
  /// Never given to another series, and never 0.
  let stamp: UInt32
  let labels: SeriesLabels
  let mode: SeriesMode

  init(number: Int, stamp: UInt32, labels: SeriesLabels, mode: SeriesMode) {
    self.number = number
    self.stamp = stamp
    self.labels = labels
    self.mode = mode
  }
}
