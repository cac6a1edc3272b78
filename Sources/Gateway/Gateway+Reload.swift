internal import Configuration
internal import Delivery
internal import Logging
internal import PrometheusExport
internal import Transport

extension Gateway {
  /// Decides about what was loaded and carries it out. Everything that can fail comes first.
  func attemptReload(_ loaded: LoadResult) async -> ReloadLedger.Result {
    for diagnostic in loaded.diagnostics where loaded.configuration == nil {
      logger.log(level: diagnostic.severity == .error ? .error : .warning, "\(diagnostic.logMessage)")
    }
    guard let configuration = loaded.configuration else { return refused(loaded) }
    let new = RunningConfiguration(reading: configuration, settings: loaded.settings)
    switch ReloadDecision(from: running, to: new) {
    case .unchanged:
      logger.info("the configuration is unchanged", metadata: ["config": "\(loaded.sourceDescription)"])
      running.settings = new.settings
      return .unchanged
    case .refused(let diagnostics):
      for diagnostic in diagnostics { logger.error("\(diagnostic.logMessage)") }
      return refused(loaded)
    case .apply(let plan, let changes):
      do throws(StartError) {
        try await apply(plan, new)
      } catch {
        logger.error("\(error)")
        return refused(loaded)
      }
      applied(loaded, changes)
      return .applied
    }
  }

  private func refused(_ loaded: LoadResult) -> ReloadLedger.Result {
    logger.error(
      "refused the configuration; the one that runs stays",
      metadata: ["config": "\(loaded.sourceDescription)"])
    return .refused
  }

  private func applied(_ loaded: LoadResult, _ changes: [String]) {
    for diagnostic in loaded.diagnostics { logger.warning("\(diagnostic.logMessage)") }
    for change in changes.prefix(Self.maxShownChanges) { logger.notice("\(change)") }
    logger.notice(
      "the configuration is reloaded",
      metadata: [
        "changes": "\(changes.count)", "config": "\(loaded.sourceDescription)",
        "profile": "\(loaded.profileName ?? "none")",
      ])
  }

  /// Of one reload, in the log.
  private static let maxShownChanges = 100

  private func apply(_ reload: ReloadPlan, _ new: RunningConfiguration) async throws(StartError) {
    guard let listeners else { return }
    let configuration = new.configuration
    let shares = configuration.memory(loops: loopCount)
    let targets = try stock.prepare(configuration.targetsInForce, moved: reload.moved)
    let options = try ListenerOptions(configuration, maxBufferedBytes: shares.receivingPerLoop)
    let opened = try await listeners.prepare(reload.listeners, options)
    // From here on nothing can fail.
    let wasEnabled = running.configuration.enabled
    registries.change(from: running.configuration, to: configuration)
    running = new
    plan = PipelinePlan(
      configuration, targets: targets.plans, pseudonymKey: keys.key(for: configuration),
      registries: registries)
    plan.changesEngine = reload.changesEngine
    plan.forgetsLabels = reload.changesPrivacy
    plan.delivery.moved = reload.moved
    plan.delivery.forgotten = stock.commit(targets)
    memory.resize(to: shares.queues)
    logOutput.configure(
      format: LogRecord.Format(configuration.logging.format), level: Logger.Level(configuration.logging.level)
    )
    await pipelines.apply(plan)
    await listeners.commit(opened, options)
    if wasEnabled { noteWhetherEnabled() }
  }
}
