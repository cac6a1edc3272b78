internal import TelemetryEngine

extension LoopDelivery {
  /// Goes over to another plan between two requests. What was accepted so far goes where it would have
  /// gone: open batches are sealed for the targets that were in force.
  ///
  /// A removed target sends what it has until the plan's `removalTime` is over; the rest is dropped as
  /// `targetRemoved`. If a later plan has its name again, it goes on with what it still has.
  package func apply(_ plan: DeliveryPlan, now: MonotonicTime) -> [SendOrder] {
    guard !isStopped else { return [] }
    var sends = sealAll(now)
    for signal in Signal.allCases { assemblers[signal].configure(plan.batch) }
    for target in places.indices where plan.forgotten.contains(targets[target].name) { forget(target) }
    let names = Set(plan.targets.map(\.name))
    let deadline = now.advanced(by: plan.removalTime)
    for target in places.indices where isInForce(target) && !names.contains(targets[target].name) {
      places[target].standing = .removed
      let actions = places[target].queue.beginDrain(deadline: deadline, reason: .targetRemoved, now: now)
      sends += carryOut(actions, target)
    }
    let indices = plan.targets.map { place($0) }
    ledger.unroutedReason = plan.unroutedReason
    configureRoutes()
    for (target, index) in zip(plan.targets, indices) {
      sends += carryOut(places[index].queue.configure(target.settings, now: now), index)
      guard plan.moved.contains(target.name) else { continue }
      sends += carryOut(places[index].queue.targetMoved(now: now), index)
    }
    return sends
  }

  /// The index of a target that is in force; nil when there is none of that name.
  package func index(of name: String) -> Int? {
    targets.indices.first { targets[$0].name == name && isInForce($0) }
  }

  /// Whether the target was removed and has nothing left to send.
  package func isFinished(_ target: Int) -> Bool { !isInForce(target) && places[target].queue.isEmpty }

  /// Whether the target at the index gets what is accepted now.
  package func isInForce(_ target: Int) -> Bool { places[target].standing == .inForce }

  /// Puts a target in its place: its own if it has one, one that is free, or a new one.
  private func place(_ target: DeliveryTarget) -> Int {
    let known = targets.indices.first { targets[$0].name == target.name && places[$0].standing != .free }
    if let known {
      targets[known] = target
      places[known].standing = .inForce
      places[known].queue.resume()
      ledger.enter(target, at: known)
      return known
    }
    let queue = TargetQueue(settings: target.settings, seed: seeds.next(), series: queuesMade)
    queuesMade += 1
    let index = places.firstIndex { $0.standing == .free } ?? places.count
    if index == places.count {
      places.append(DeliveryPlace(queue: queue))
      targets.append(target)
    } else {
      places[index] = DeliveryPlace(queue: queue)
      targets[index] = target
    }
    ledger.enter(target, at: index)
    return index
  }

  private func forget(_ target: Int) {
    guard places[target].standing == .removed else { return }
    _ = carryOut(places[target].queue.abandon(.targetRemoved), target)
    places[target].standing = .free
    ledger.forget(target)
  }

  private func configureRoutes() {
    routes = PerSignal { signal in
      targets.indices.filter { isInForce($0) && targets[$0].signals.contains(signal) }
    }
    admission.configure(
      targets.indices.map { index in
        Admission.Target(
          budget: targets[index].budget, signals: isInForce(index) ? targets[index].signals : [],
          isRequired: targets[index].isRequired)
      })
    for signal in Signal.allCases {
      let accepted = ledger.signals[signal].accepted
      for index in places.indices {
        if routes[signal].contains(index) {
          places[index].absences[signal].end(accepted: accepted)
        } else {
          places[index].absences[signal].begin(accepted: accepted)
        }
      }
    }
  }
}
