internal import Delivery
internal import Logging
internal import NIOCore
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// One loop's way from a received request to its targets. Everything here belongs to the loop.
final class LoopPipeline: ExportHandler {
  private let eventLoop: any EventLoop
  private var engine: TelemetryPipeline
  private let delivery: LoopDelivery
  private let senders: [any TargetSender]
  private let encoder: BatchEncoder
  private let events: PipelineEvents
  private var plugins: PluginSeries
  private var alarm: (at: MonotonicTime, task: Scheduled<Void>)?
  private var drained: EventLoopPromise<Void>?
  /// When a sender was last told to come again.
  private var lastRefusal: MonotonicTime?

  init(_ plan: PipelinePlan, eventLoop: any EventLoop, seed: UInt64) {
    self.eventLoop = eventLoop
    let encoder = BatchEncoder()
    self.encoder = encoder
    engine = TelemetryPipeline(plan.engine)
    delivery = LoopDelivery(
      targets: plan.targets.map(\.delivery), memory: plan.memory, batch: plan.batch,
      unroutedReason: plan.unroutedReason, seed: seed)
    senders = plan.targets.map { target in
      switch target.kind {
      case .network(let routes): NetworkSender(routes, encoder: encoder, eventLoop: eventLoop)
      case .local(let local): LocalSender(local, eventLoop: eventLoop)
      }
    }
    events = PipelineEvents(logger: plan.logger, targetNames: plan.targets.map(\.name))
    plugins = PluginSeries(bounds: plan.pluginBuckets)
  }

  // MARK: Requests

  func export(_ signal: Signal, body: ByteBuffer, peer: PeerInfo) -> ExportReply {
    delivery.ledger.signals[signal].receivedBytes += body.readableBytes
    let reply = take(signal, body, peer)
    delivery.ledger.requests.add(
      RequestCounts.Key(signal: signal, transport: .init(peer.transport), code: reply.code(peer.transport)))
    return reply
  }

  func refusedBeforeExport(
    _ signal: Signal?, peer: PeerInfo, reason: RefusalReason, code: ExportRefusal.Status?
  ) {
    events.refusedBeforeExport(reason, peer)
    guard let code else { return }
    delivery.ledger.requests.add(
      RequestCounts.Key(signal: signal, transport: .init(peer.transport), code: code.number))
  }

  private func take(_ signal: Signal, _ body: ByteBuffer, _ peer: PeerInfo) -> ExportReply {
    let now = MonotonicTime.now
    let items: RequestItems
    do throws(WireError) {
      items = try engine.process(
        signal, body.readableBytesSpan, isWanted: delivery.isWanted(signal),
        into: &delivery.assembler(signal).buffer)
    } catch {
      delivery.assembler(signal).rollBack()
      events.malformed(error, signal, peer)
      return .refused(
        RPCStatus(code: .invalidArgument, message: "the request does not decode: \(error.message)"))
    }
    let offer = delivery.offer(RequestTally(signal, items), now: now)
    switch offer.decision {
    case .refused(let refusal):
      events.refused(refusal, signal)
      if refusal.isRetryable { lastRefusal = now }
      return .refused(RPCStatus(refusal, targets: delivery.targets))
    case .admitted:
      countEffects()
      carryOut(offer.sends, now)
    }
    guard items.rejected > 0 else { return .accepted }
    events.rejected(items, signal, peer)
    return .partial(
      ExportResponse(rejectedItems: items.rejected, message: items.rejectionMessage(signal)))
  }

  /// What the engine did to a request counts once the request is taken: a sender that is told to come
  /// again must not be counted twice.
  private func countEffects() {
    for (rule, count) in engine.redactions.enumerated() where count > 0 {
      delivery.ledger.countRedactions(rule: rule, count)
    }
    for observation in engine.pluginObservations {
      plugins.observe(
        PluginKey(
          plugin: observation.plugin, version: observation.version, category: observation.category),
        .init(observation.outcome), seconds: observation.seconds, guardRails: observation.isGuardRail)
    }
  }

  // MARK: Delivery

  private func carryOut(_ orders: [SendOrder], _ now: MonotonicTime) {
    for order in orders {
      let (target, id) = (order.target, order.id)
      senders[target].send(order) { [weak self] outcome in
        self?.finished(target, id, outcome)
      }
    }
    if !orders.isEmpty { encoder.finishRound() }
    setAlarm(now)
    if let drained, delivery.isDrained {
      self.drained = nil
      drained.succeed()
    }
  }

  private func finished(_ target: Int, _ id: TargetQueue.SendID, _ outcome: ExportOutcome) {
    events.attempted(target, outcome)
    let now = MonotonicTime.now
    carryOut(delivery.sendFinished(target: target, id, outcome, now: now), now)
  }

  private func setAlarm(_ now: MonotonicTime) {
    guard let wake = delivery.nextWake else { return }
    if let alarm, alarm.at <= wake { return }
    alarm?.task.cancel()
    let delay = TimeAmount.nanoseconds(max(0, wake.since(now).wholeNanoseconds))
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    alarm = (wake, eventLoop.scheduleTask(in: delay) { bound.value.alarmRang() })
  }

  private func alarmRang() {
    alarm = nil
    let now = MonotonicTime.now
    carryOut(delivery.timer(now: now), now)
  }

  // MARK: Life cycle

  /// What this loop knows, for the metrics.
  var report: LoopPipelineReport { LoopPipelineReport(delivery: delivery.report, plugins: plugins) }

  /// Whether senders were told to come again within the last seconds.
  var isRefusing: Bool {
    guard let lastRefusal else { return false }
    return MonotonicTime.now.since(lastRefusal) < Self.refusalMemory
  }

  /// Longer than the delay that a refused sender is asked for, so that the answer does not flicker.
  private static let refusalMemory = Duration.seconds(5)

  /// Sends what there is until `deadline`; the future succeeds when nothing is left or time is up.
  func drain(until deadline: MonotonicTime) -> EventLoopFuture<Void> {
    let promise = eventLoop.makePromise(of: Void.self)
    drained = promise
    let now = MonotonicTime.now
    carryOut(delivery.beginDrain(deadline: deadline, now: now), now)
    return promise.futureResult
  }

  /// Drops what is left, counted, and closes the connections.
  func stop() {
    delivery.stop(.drainTimeout, now: .now)
    for sender in senders { sender.close() }
    alarm?.task.cancel()
    alarm = nil
  }
}

/// What one loop knows.
struct LoopPipelineReport: Sendable {
  var delivery: LoopReport
  var plugins: PluginSeries
}

extension MonotonicTime {
  static var now: MonotonicTime {
    MonotonicTime(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds))
  }
}
