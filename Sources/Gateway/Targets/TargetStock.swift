internal import Configuration
internal import Delivery
internal import LocalTargets

/// The targets over the gateway's life: what is in force, and what is remembered of those that reloads
/// removed.
struct TargetStock {
  /// What was made ready and is not in force yet.
  struct Selection {
    /// By name.
    var plans: [TargetPlan]
    fileprivate var sizes: [String: Int]
  }

  /// Removed targets whose accounts are still shown.
  static let maxRemoved = 100

  private let userAgent: String
  private var files: OpenFiles
  private(set) var inForce: [String: TargetPlan] = [:]
  /// Of removed targets too: one that comes back goes on with what its queue still holds.
  private var budgets: [String: QueueBudget] = [:]
  /// The one that was removed first is first.
  private var removed: [String] = []

  init(userAgent: String, stateDirectory: String?) {
    self.userAgent = userAgent
    files = OpenFiles(stateDirectory: stateDirectory)
  }

  /// Makes targets ready: certificates are read, files opened. Those that are in force and not `moved` stay
  /// as they are. Nothing that is in force changes.
  ///
  /// - Throws: `StartError`, which names what cannot be used.
  mutating func prepare(
    _ targets: [String: GatewayConfiguration.Target], moved: Set<String>
  ) throws(StartError) -> Selection {
    var plans: [TargetPlan] = []
    for (name, target) in targets.sorted(by: { $0.key < $1.key }) {
      let kind: TargetPlan.Kind
      if !moved.contains(name), let kept = inForce[name]?.kind {
        kind = kept
      } else {
        kind = try self.kind(name, target)
      }
      let budget = budgets[name] ?? QueueBudget(max: target.queue.maxSize)
      plans.append(TargetPlan(name: name, target, kind: kind, budget: budget))
    }
    return Selection(plans: plans, sizes: targets.mapValues(\.queue.maxSize))
  }

  /// Puts a selection in force.
  ///
  /// - Returns: The removed targets that are one too many to be remembered.
  mutating func commit(_ selection: Selection) -> Set<String> {
    let names = Set(selection.plans.map(\.name))
    removed = removed.filter { !names.contains($0) } + inForce.keys.filter { !names.contains($0) }.sorted()
    inForce = [:]
    for plan in selection.plans {
      inForce[plan.name] = plan
      budgets[plan.name] = plan.delivery.budget
      plan.delivery.budget.resize(to: selection.sizes[plan.name] ?? plan.delivery.budget.max)
    }
    let forgotten = removed.prefix(max(0, removed.count - Self.maxRemoved))
    for name in forgotten { budgets[name] = nil }
    removed.removeFirst(forgotten.count)
    return Set(forgotten)
  }

  /// Closes what is open on this machine.
  func close() async {
    for target in inForce.values {
      if case .local(let local) = target.kind { await local.close() }
    }
  }

  private mutating func kind(
    _ name: String, _ target: GatewayConfiguration.Target
  ) throws(StartError) -> TargetPlan.Kind {
    switch target.destination {
    case .otlp: .network(try TargetPlan.routes(name, target, userAgent: userAgent))
    case .console: .local(ConsoleTarget())
    case .discard: .local(DiscardTarget())
    case .file(let path): .local(try files.open(path, for: name))
    }
  }
}
