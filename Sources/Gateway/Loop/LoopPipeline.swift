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
  private var senders = LoopSenders()
  private let encoder = BatchEncoder()
  private let events: PipelineEvents
  private var observations: LoopObservations
  private var sampler: SamplerName
  private var logSampler: SamplerName
  private var rateDemand = RateDemand()
  private var alarm: (at: MonotonicTime, task: Scheduled<Void>)?
  private var drained: EventLoopPromise<Void>?
  /// When a sender was last told to come again.
  private var lastRefusal: MonotonicTime?
  /// Targets that reloads removed and that may still have something to send.
  private var removedTargets: [Int] = []

  /// `memory` is the budget of the process.
  init(_ plan: PipelinePlan, memory: QueueBudget, logger: Logger, eventLoop: any EventLoop, seed: UInt64) {
    self.eventLoop = eventLoop
    engine = TelemetryPipeline(plan.engine)
    delivery = LoopDelivery(plan.delivery, memory: memory, seed: seed)
    events = PipelineEvents(logger: logger)
    observations = LoopObservations(plan)
    sampler = plan.engine.sampler.name
    logSampler = plan.engine.logSampling.name
    for target in plan.targets { install(target, plan) }
  }

  /// Goes over to another plan between two requests.
  func apply(_ plan: PipelinePlan) {
    if plan.changesEngine { changeEngine(plan.engine) }
    observations.apply(plan)
    for (index, target) in delivery.targets.enumerated()
    where plan.delivery.forgotten.contains(target.name) && delivery.index(of: target.name) == nil {
      senders.close(index)
    }
    let now = MonotonicTime.now
    let orders = delivery.apply(plan.delivery, now: now)
    for target in plan.targets where plan.delivery.moved.contains(target.name) { install(target, plan) }
    removedTargets = delivery.targets.indices.filter { !delivery.isInForce($0) && senders.has($0) }
    carryOut(orders, now)
  }

  private func changeEngine(_ options: PipelineOptions) {
    // A flood does not end with a reload.
    let thresholds = options.sampler.rateLimit == nil ? [] : engine.rateThresholds
    engine = TelemetryPipeline(options)
    engine.rateThresholds = thresholds
    sampler = options.sampler.name
    logSampler = options.logSampling.name
  }

  private func install(_ target: TargetPlan, _ plan: PipelinePlan) {
    guard let index = delivery.index(of: target.name) else { return }
    // What is on its way and cut off would come twice; a second is there even where a stop leaves none.
    let retirement = TimeAmount.nanoseconds(max(plan.delivery.removalTime, .seconds(1)).wholeNanoseconds)
    senders.install(
      PipelinePlan.makeSender(target, encoder: encoder, eventLoop: eventLoop), at: index,
      for: target.delivery.signals, retiring: retirement)
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
    let series = signal == .metrics ? observations.series : nil
    let items: RequestItems
    do throws(WireError) {
      items = try engine.process(
        signal, body.readableBytesSpan, isWanted: delivery.isWanted(signal) || series != nil,
        into: &delivery.assembler(signal).buffer)
    } catch {
      delivery.assembler(signal).rollBack()
      events.malformed(error, signal, peer)
      return .refused(
        RPCStatus(code: .invalidArgument, message: "the request does not decode: \(error.message)"))
    }
    series?.stage(delivery.assembler(signal))
    let offer = delivery.offer(RequestTally(signal, items), now: now)
    switch offer.decision {
    case .refused(let refusal):
      events.refused(refusal, signal, delivery.targets)
      if refusal.isRetryable { lastRefusal = now }
      return .refused(RPCStatus(refusal, targets: delivery.targets))
    case .admitted:
      countEffects(signal)
      if let incidents = series?.take(now: now) { events.found(incidents) }
      carryOut(offer.sends, now)
    }
    guard items.rejected > 0 else { return .accepted }
    events.rejected(items, signal, peer)
    return .partial(
      ExportResponse(rejectedItems: items.rejected, message: items.rejectionMessage(signal)))
  }

  /// What the engine did to a request counts once the request is taken: a sender that is told to come
  /// again must not be counted twice.
  private func countEffects(_ signal: Signal) {
    for tally in engine.samplingTallies {
      delivery.ledger.sampling.add(signal, signal == .logs ? logSampler : sampler, tally)
    }
    for group in engine.rateDemand { rateDemand.add(group) }
    engine.addRedactions(to: &delivery.ledger.signals[signal].redactions)
    observations.count(engine)
  }

  // MARK: Rate limit

  /// The spans that would have left without a rate limit since this was asked last.
  func takeRateDemand() -> RateDemand {
    defer { rateDemand = RateDemand() }
    return rateDemand
  }

  /// Sets what the rate limit of each service is at, by its number.
  func limit(to thresholds: [SamplingThreshold]) { engine.rateThresholds = thresholds }

  // MARK: Series

  /// The values of the received metrics as they are now.
  var seriesSnapshot: SeriesSnapshot? { observations.series?.store.snapshot }

  /// Forgets series that nobody has sent since `seconds`.
  func forgetSeries(_ numbers: [Int], notReceivedSince seconds: UInt32) {
    observations.series?.store.forget(numbers, notReceivedSince: seconds)
  }

  // MARK: Delivery

  private func carryOut(_ orders: [SendOrder], _ now: MonotonicTime) {
    for order in orders {
      let (target, id) = (order.target, order.id)
      let name = delivery.targets[target].name
      guard let sender = senders[target, order.batch.signal] else {
        preconditionFailure("a batch of a signal that the target never took")
      }
      sender.send(order) { [weak self] outcome in self?.finished(target, name, id, outcome) }
    }
    if !orders.isEmpty { encoder.finishRound() }
    if !removedTargets.isEmpty { closeFinishedTargets() }
    setAlarm(now)
    if let drained, delivery.isDrained {
      self.drained = nil
      drained.succeed()
    }
  }

  private func closeFinishedTargets() {
    for target in removedTargets where delivery.isFinished(target) {
      senders.close(target)
      events.removed(delivery.targets[target].name, delivery.ledger.perTarget[target])
    }
    removedTargets.removeAll { delivery.isFinished($0) }
  }

  private func finished(
    _ target: Int, _ name: String, _ id: TargetQueue.SendID, _ outcome: ExportOutcome
  ) {
    events.attempted(name, outcome)
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
  var report: LoopPipelineReport { observations.report(delivery.report) }

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
    senders.closeAll()
    alarm?.task.cancel()
    alarm = nil
  }
}

extension MonotonicTime {
  static var now: MonotonicTime {
    MonotonicTime(nanoseconds: Int64(clamping: NIODeadline.now().uptimeNanoseconds))
  }
}
