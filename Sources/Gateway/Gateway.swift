package import Configuration
internal import Delivery
package import Logging
internal import NIOCore
internal import NIOPosix
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// A gateway: receivers, a pipeline on each loop, targets, listeners, made of one configuration at a time.
///
/// Call `start`, then `reload` as often as wanted, then `stop` once.
package actor Gateway: Reloadable {
  var running: RunningConfiguration
  let version: String
  let logger: Logger
  let logOutput: LogOutput
  let loopCount: Int
  let memory: QueueBudget
  let phase = PhaseIndicator()
  var registries: Registries
  var rateLimiter = RateLimiter()
  var seriesSweep = SeriesSweep()
  let scrapes = ScrapeLedger()
  /// Series that two loops have different senders of, counted once each.
  var contestedSeries = 0
  var keys: PseudonymKeys
  var stock: TargetStock
  var plan: PipelinePlan
  var pipelines = PipelineSet()
  var listeners: ListenerSet?
  var reloads: ReloadLedger
  private let group: MultiThreadedEventLoopGroup
  /// The start is still to come, or it or a reload is under way.
  private var isChanging = true
  private var changeEnded: [CheckedContinuation<Void, Never>] = []

  /// Makes everything that needs no socket.
  ///
  /// `settings` is what the configuration was made of, for the log of what a reload changes. `stateDirectory`
  /// is for relative paths of file targets and for the pseudonym key; nil when there is none.
  ///
  /// - Throws: `StartError`.
  package init(
    _ configuration: GatewayConfiguration, settings: ResolvedSettings, version: String,
    stateDirectory: String?, logger: Logger, logOutput: LogOutput
  ) throws {
    running = RunningConfiguration(reading: configuration, settings: settings)
    self.version = version
    self.logger = logger
    self.logOutput = logOutput
    loopCount = configuration.limits.loops ?? AvailableCPUs.count
    memory = QueueBudget(max: configuration.memory(loops: loopCount).queues)
    registries = Registries(configuration)
    keys = PseudonymKeys(stateDirectory: stateDirectory, logger: logger)
    stock = TargetStock(userAgent: "hephaestus-gw/\(version)", stateDirectory: stateDirectory)
    let targets = try stock.prepare(configuration.targetsInForce, moved: [])
    plan = PipelinePlan(
      configuration, targets: targets.plans, pseudonymKey: keys.key(for: configuration),
      registries: registries)
    _ = stock.commit(targets)
    reloads = ReloadLedger(start: logOutput.wallTime)
    group = MultiThreadedEventLoopGroup(numberOfThreads: loopCount)
  }

  // MARK: Start

  /// Opens the listeners. Nothing is left open when it throws.
  ///
  /// - Throws: `StartError`.
  package func start() async throws {
    defer { endChange() }
    do {
      let loops = Array(group.makeIterator()) as [any EventLoop]
      pipelines = try await PipelineSet(plan, memory: memory, logger: logger, loops: loops)
      let listeners = try makeListeners(acceptor: loops[0])
      self.listeners = listeners
      try await listeners.start(running.configuration)
    } catch {
      await closeEverything()
      throw error
    }
    phase.advance(to: .running)
    noteWhetherEnabled()
  }

  private func makeListeners(acceptor: any EventLoop) throws -> ListenerSet {
    let configuration = running.configuration
    let options = try ListenerOptions(
      configuration, maxBufferedBytes: configuration.memory(loops: loopCount).receivingPerLoop)
    let receivers = OTLPServer(
      options: options.receivers, acceptor: acceptor, loops: group, makeHandler: pipelines.makeHandler)
    return ListenerSet(
      receivers: receivers, scrapeTLS: options.scrapeTLS, group: group,
      pages: .init(
        metrics: { [weak self] request in await self?.metricsPage(request) ?? .notFound },
        admin: { [weak self] request in await self?.adminPage(request.path) ?? .notFound }),
      logger: logger)
  }

  func noteWhetherEnabled() {
    guard !running.configuration.enabled else { return }
    logger.notice("telemetry is off: requests are answered with success and discarded")
  }

  // MARK: Reload

  /// Goes over to a configuration that was loaded again, or stays as it is and says why in the log.
  ///
  /// Waits for the start, or for another reload. Once the stop has begun nothing happens, and the result is
  /// nil.
  @discardableResult
  package func reload(_ loaded: LoadResult) async -> ReloadLedger.Result? {
    while isChanging { await withCheckedContinuation { changeEnded.append($0) } }
    guard phase.current == .running else {
      logger.notice("ignored a reload", metadata: ["phase": "\(phase.current.name)"])
      return nil
    }
    isChanging = true
    defer { endChange() }
    let result = await attemptReload(loaded)
    reloads.count(result, at: logOutput.wallTime)
    return result
  }

  private func endChange() {
    isChanging = false
    for waiting in changeEnded { waiting.resume() }
    changeEnded = []
  }

  // MARK: Stop

  /// Stops accepting, lets open requests finish, sends what is queued until `delivery.drain_timeout`
  /// is over, and closes everything. Logs the numbers of the accounting identity as its last line.
  ///
  /// - Returns: whether nothing that was acknowledged had to be left behind.
  package func stop() async -> Bool {
    phase.advance(to: .draining)
    while isChanging { await withCheckedContinuation { changeEnded.append($0) } }
    let timeout = running.configuration.delivery.drainTimeout
    let deadline = MonotonicTime.now.advanced(by: timeout)
    logger.info("draining", metadata: ["timeout": "\(timeout)"])
    // Open requests get at most a third of the time: what they bring still has to be delivered.
    await listeners?.drainReceivers(within: .nanoseconds(timeout.wholeNanoseconds / 3))
    await pipelines.drain(until: deadline)
    let ledger = await report().delivery.ledger
    await closeEverything()
    phase.advance(to: .stopped)
    logOutput.finish()
    logOutput.writeLastLine(ledger.summary)
    return ledger.leftBehind == 0
  }

  private func closeEverything() async {
    await listeners?.close()
    listeners = nil
    await stock.close()
    try? await group.shutdownGracefully()
  }

  /// Writes log summaries that are due; returns when the task is cancelled.
  package func writeLogSummaries() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      logOutput.writeDueSummaries()
    }
  }
}
