package import TelemetryEngine

/// A target as the delivery of one loop sees it.
package struct DeliveryTarget: Sendable {
  package var name: String
  package var signals: Set<Signal>
  /// Whether a full queue refuses the sender (true) or drops for this target alone (false).
  package var isRequired: Bool
  package var settings: TargetQueue.Settings
  /// The bound on the queue's bytes, shared by all loops.
  package var budget: QueueBudget

  package init(
    name: String, signals: Set<Signal>, isRequired: Bool, settings: TargetQueue.Settings,
    budget: QueueBudget
  ) {
    self.name = name
    self.signals = signals
    self.isRequired = isRequired
    self.settings = settings
    self.budget = budget
  }
}

/// An attempt that the driver has to make.
package struct SendOrder {
  /// Index of the target.
  package let target: Int
  package let id: TargetQueue.SendID
  package let batch: Batch
  package let parts: Range<Int>

  /// The bytes of the request within the batch's.
  package var byteRange: Range<Int> { batch.byteRange(of: parts) }
  package var items: Int { batch.items(in: parts) }
}

/// What became of a request.
package struct OfferResult {
  package let decision: Admission.Decision
  package let sends: [SendOrder]
}
