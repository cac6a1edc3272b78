package import Configuration
internal import Delivery
internal import LocalTargets
package import Logging
internal import NIOCore
internal import NIOPosix
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// A gateway made of one configuration: receivers, a pipeline on each loop, targets, listeners.
///
/// Call `start`, then `stop` once.
package actor Gateway {
  private let configuration: GatewayConfiguration
  private let version: String
  private let logger: Logger
  private let logOutput: LogOutput
  private let group: MultiThreadedEventLoopGroup
  private let loops: [any EventLoop]
  private let plan: PipelinePlan
  private let phase = PhaseIndicator()
  private let receiveMemoryPerLoop: Int
  private var pipelines: [NIOLoopBound<LoopPipeline>] = []
  private var server: OTLPServer?
  private var statusServers: [StatusServer] = []

  /// Makes everything that needs no socket.
  ///
  /// `stateDirectory` is for relative paths of file targets and for the pseudonym key; nil when there is none.
  ///
  /// - Throws: `StartError`.
  package init(
    _ configuration: GatewayConfiguration, version: String, stateDirectory: String?, logger: Logger,
    logOutput: LogOutput
  ) throws {
    self.configuration = configuration
    self.version = version
    self.logger = logger
    self.logOutput = logOutput
    let loopCount = configuration.limits.loops ?? AvailableCPUs.count
    receiveMemoryPerLoop = Self.receiveMemory(configuration, loops: loopCount)
    plan = try PipelinePlan(
      configuration, userAgent: "hephaestus-gw/\(version)", stateDirectory: stateDirectory,
      pseudonymKey: Self.pseudonymKey(configuration, stateDirectory, logger),
      receiveMemory: receiveMemoryPerLoop * loopCount, logger: logger)
    group = MultiThreadedEventLoopGroup(numberOfThreads: loopCount)
    loops = Array(group.makeIterator())
  }

  /// A quarter of the memory limit is for requests being received, in equal parts.
  private static func receiveMemory(_ configuration: GatewayConfiguration, loops: Int) -> Int {
    let quarter = configuration.limits.memory / 4 / loops
    return min(max(quarter, configuration.receivers.maxMessageSize), configuration.limits.memory / 2 / loops)
  }

  private static func pseudonymKey(
    _ configuration: GatewayConfiguration, _ stateDirectory: String?, _ logger: Logger
  ) -> PseudonymKey {
    if let given = configuration.privacy.pseudonymKey { return PseudonymKey(derivingFrom: given.revealed) }
    let needsKey = configuration.enabled && !configuration.targets.isEmpty
    let key = PseudonymKeyFile.load(in: needsKey ? stateDirectory : nil)
    if needsKey, !key.isKept {
      logger.warning(
        "pseudonyms will differ after a restart: no privacy.pseudonym_key is set and none can be kept",
        metadata: ["directory": "\(stateDirectory ?? "none")"])
    }
    return PseudonymKey(derivingFrom: key.text)
  }

  // MARK: Start

  /// Opens the listeners. Nothing is left open when it throws.
  ///
  /// - Throws: `StartError`.
  package func start() async throws {
    do {
      try await makePipelines()
      try await startStatusServers()
      try await startReceivers()
    } catch {
      await closeEverything()
      throw error
    }
    phase.advance(to: .running)
    if !configuration.enabled {
      logger.notice("telemetry is off: requests are answered with success and discarded")
    }
  }

  private func makePipelines() async throws {
    let plan = plan
    let base = UInt64.random(in: 0...UInt64.max)
    for (number, eventLoop) in loops.enumerated() {
      pipelines.append(
        try await eventLoop.submit {
          let pipeline = LoopPipeline(plan, eventLoop: eventLoop, seed: base &+ UInt64(number))
          return NIOLoopBound(pipeline, eventLoop: eventLoop)
        }.get())
    }
  }

  private func startStatusServers() async throws {
    let admin = configuration.admin.listen
    let adminServer = try await StatusServer.start(host: admin.host, port: admin.port, group: group) {
      [weak self] path in await self?.adminResponse(path) ?? .notFound
    }
    statusServers.append(adminServer)
    logger.info("admin listener", metadata: ["address": "\(adminServer.address.shown)"])
    let prometheus = configuration.prometheus
    guard configuration.enabled, prometheus.enabled else { return }
    let scrapeServer = try await StatusServer.start(
      host: prometheus.host, port: prometheus.port, group: group
    ) { [weak self] path in
      guard path == prometheus.path else {
        return .text(404, "not found; the metrics are at \(prometheus.path)")
      }
      return await self?.metricsResponse() ?? .notFound
    }
    statusServers.append(scrapeServer)
    logger.info(
      "metrics listener",
      metadata: ["address": "\(scrapeServer.address.shown)", "path": "\(prometheus.path)"])
  }

  private func startReceivers() async throws {
    let pipelineOf = Dictionary(uniqueKeysWithValues: zip(loops.map(ObjectIdentifier.init), pipelines))
    let server = OTLPServer(
      options: try OTLPServerOptions(configuration, maxBufferedBytes: receiveMemoryPerLoop),
      acceptor: loops[0],
      loops: group
    ) { eventLoop in
      guard let pipeline = pipelineOf[ObjectIdentifier(eventLoop)] else {
        preconditionFailure("a loop of another group")
      }
      return pipeline.value
    }
    do {
      let addresses = try await server.start()
      logger.info(
        "receiving OTLP",
        metadata: ["grpc": "\(addresses.grpc.shown)", "http": "\(addresses.http.shown)"])
    } catch {
      throw StartError.unavailable("\(error)")
    }
    self.server = server
  }

  // MARK: Stop

  /// Stops accepting, lets open requests finish, sends what is queued until `delivery.drain_timeout`
  /// is over, and closes everything. Logs the numbers of the accounting identity as its last line.
  ///
  /// - Returns: whether nothing that was acknowledged had to be left behind.
  package func stop() async -> Bool {
    phase.advance(to: .draining)
    let timeout = configuration.delivery.drainTimeout
    let deadline = MonotonicTime.now.advanced(by: timeout)
    logger.info("draining", metadata: ["timeout": "\(timeout)"])
    // Open requests get at most a third of the time: what they bring still has to be delivered.
    await server?.drain(within: .nanoseconds(timeout.nanoseconds / 3))
    let drained = pipelines.map { pipeline in
      pipeline.eventLoop.flatSubmit { pipeline.value.drain(until: deadline) }
    }
    for future in drained { try? await future.get() }
    for pipeline in pipelines { try? await pipeline.eventLoop.submit { pipeline.value.stop() }.get() }
    let ledger = await report().delivery.ledger
    await closeEverything()
    phase.advance(to: .stopped)
    logOutput.finish()
    logOutput.writeLastLine(ledger.summary)
    return ledger.leftBehind == 0
  }

  private func closeEverything() async {
    await server?.close()
    server = nil
    for target in plan.targets {
      if case .local(let local) = target.kind { await local.close() }
    }
    for statusServer in statusServers { await statusServer.close() }
    statusServers = []
    try? await group.shutdownGracefully()
  }

  // MARK: What listeners answer

  private func adminResponse(_ path: String) async -> StatusResponse {
    switch path {
    case "/healthz": .text(200, "ok")
    case "/readyz": await readiness()
    default: .text(404, "not found; there are /healthz and /readyz")
    }
  }

  /// Not ready while starting, draining or refusing input. A target that is down is no reason: it would
  /// take every replica out of service at once.
  private func readiness() async -> StatusResponse {
    guard phase.current == .running else { return .text(503, phase.current.name) }
    for pipeline in pipelines {
      let isRefusing = try? await pipeline.eventLoop.submit { pipeline.value.isRefusing }.get()
      if isRefusing == true { return .text(503, "refusing input: a queue or the memory limit is full") }
    }
    return .text(200, phase.current.name)
  }

  private func metricsResponse() async -> StatusResponse {
    let report = await report()
    let body = TextExposition.render(await selfMetrics(report).families + report.plugins.families)
    return StatusResponse(status: 200, contentType: TextExposition.contentType, body: body)
  }

  /// The reports of all loops, added up.
  private func report() async -> LoopPipelineReport {
    var total = LoopPipelineReport(
      delivery: LoopReport(
        targets: plan.targets.map { .init(name: $0.name, signals: $0.delivery.signals) },
        unroutedReason: plan.unroutedReason),
      plugins: PluginSeries(bounds: plan.pluginBuckets))
    for pipeline in pipelines {
      guard let part = try? await pipeline.eventLoop.submit({ pipeline.value.report }).get() else { continue }
      total.delivery += part.delivery
      total.plugins += part.plugins
    }
    return total
  }

  private func selfMetrics(_ report: LoopPipelineReport) async -> SelfMetricsSnapshot {
    var snapshot = SelfMetricsSnapshot(
      delivery: report.delivery, queueLimits: plan.targets.map(\.delivery.budget.max), now: .now)
    snapshot.redactionRules = PrivacyRule.allCases.map(\.name)
    snapshot.memoryLimit = configuration.limits.memory
    snapshot.process = ProcessStatistics.current()
    snapshot.version = version
    snapshot.logLinesSuppressed = logOutput.suppressedLines
    snapshot.pluginSeriesOverflow = report.plugins.overflowed
    guard let server else { return snapshot }
    var counters = ServerCounters()
    for part in await server.counters() { counters.add(part) }
    snapshot.add(counters, await server.acceptCounters())
    return snapshot
  }

  /// Writes log summaries that are due; returns when the task is cancelled.
  package func writeLogSummaries() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      logOutput.writeDueSummaries()
    }
  }
}
