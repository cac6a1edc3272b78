/// What the delivery of every loop is to be from now on.
package struct DeliveryPlan: Sendable {
  /// Their names differ. A name that was there before keeps its queue, its credit and its account; its
  /// budget must then be the same object.
  package var targets: [DeliveryTarget]
  package var batch: BatchLimits
  /// Why items of a signal that no target takes are dropped, `noTarget` or `disabled`.
  package var unroutedReason: DropReason
  /// Targets that are somewhere else than before, by name.
  package var moved: Set<String> = []
  /// Targets removed by an earlier plan of which nothing is to be known any more, by name.
  package var forgotten: Set<String> = []
  /// How long a target that is no longer there may go on sending what it has.
  package var removalTime = Duration.zero

  package init(
    targets: [DeliveryTarget], batch: BatchLimits = BatchLimits(), unroutedReason: DropReason = .noTarget
  ) {
    self.targets = targets
    self.batch = batch
    self.unroutedReason = unroutedReason
  }
}
