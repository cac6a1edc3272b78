internal import Logging
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Runs a gateway until the process is told to stop (SIGTERM or SIGINT), then drains it.
package enum GatewayProcess {
  /// SIGHUP, or with `source.watches` a change of its files, loads the configuration again.
  ///
  /// - Returns: the exit status: 0 after a clean stop, 75 when acknowledged data was left behind.
  /// - Throws: `StartError` when the gateway cannot start.
  package static func run(_ gateway: Gateway, reloading source: ReloadSource) async throws -> Int32 {
    let service = GatewayService(gateway: gateway)
    // One more reload is remembered while one is under way.
    let (triggers, trigger) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let watched = WatchList(source.files)
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: LogSummaryService(gateway: gateway), serviceName: "log summaries"),
      .init(
        service: HangupService(hangups: await UnixSignalsSequence(trapping: .sighup)) { trigger.yield() },
        serviceName: "hangups"),
      .init(
        service: ReloadService(source, target: gateway, triggers: triggers, watched: watched),
        serviceName: "reloads"),
      .init(service: service, serviceName: "gateway"),
      // Stop first: they ask loops, of which the gateway's stop leaves none.
      .init(service: RateLimitService(gateway: gateway), serviceName: "rate limits"),
      .init(service: SeriesSweepService(gateway: gateway), serviceName: "series"),
    ]
    if source.watches {
      services.insert(
        .init(service: FileWatchService(watched) { trigger.yield() }, serviceName: "file watch"), at: 0)
    }
    var configuration = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: [.sigterm, .sigint],
      logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() })
    // The drain has its own deadline, which a group's must not cut short.
    configuration.maximumGracefulShutdownDuration = nil
    try await ServiceGroup(configuration: configuration).run()
    return service.isClean ? 0 : 75
  }
}

/// The gateway as a service: starts, waits for the signal, and drains. It starts within the group, which
/// traps the signals first: one that comes as soon as the gateway says it is ready must not kill it.
private final class GatewayService: Service {
  private let gateway: Gateway
  private let clean = Mutex(true)

  init(gateway: Gateway) { self.gateway = gateway }

  /// Whether the drain delivered everything.
  var isClean: Bool { clean.withLock { $0 } }

  func run() async throws {
    try await gateway.start()
    try? await gracefulShutdown()
    let isClean = await gateway.stop()
    clean.withLock { $0 = isClean }
  }
}

private struct HangupService: Service {
  let hangups: UnixSignalsSequence
  let trigger: @Sendable () -> Void

  func run() async throws {
    for await _ in hangups.cancelOnGracefulShutdown() { trigger() }
  }
}

private struct LogSummaryService: Service {
  let gateway: Gateway

  func run() async throws {
    await cancelWhenGracefulShutdown { await gateway.writeLogSummaries() }
  }
}

private struct RateLimitService: Service {
  let gateway: Gateway

  func run() async throws {
    await cancelWhenGracefulShutdown { await gateway.limitRates() }
  }
}

private struct SeriesSweepService: Service {
  let gateway: Gateway

  func run() async throws {
    await cancelWhenGracefulShutdown { await gateway.sweepSeries() }
  }
}
