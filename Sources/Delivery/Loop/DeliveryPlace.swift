internal import TelemetryEngine

/// What a loop's delivery knows about the target at one index.
struct DeliveryPlace {
  enum Standing {
    case inForce
    /// Removed by a reload: sends what it has and gets nothing more.
    case removed
    /// Forgotten; the index is for the next new target.
    case free
  }

  var standing: Standing
  var queue: TargetQueue
  var absences: PerSignal<Absence>

  init(queue: TargetQueue) {
    standing = .inForce
    self.queue = queue
    absences = PerSignal(repeating: Absence())
  }
}
