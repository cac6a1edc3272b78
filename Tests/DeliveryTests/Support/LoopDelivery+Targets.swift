import Delivery

extension LoopDelivery {
  /// The delivery of one loop with a plan that does not change.
  convenience init(
    targets: [DeliveryTarget], memory: QueueBudget, batch: BatchLimits,
    unroutedReason: DropReason = .noTarget, seed: UInt64
  ) {
    self.init(
      DeliveryPlan(targets: targets, batch: batch, unroutedReason: unroutedReason), memory: memory, seed: seed
    )
  }
}
