internal import Delivery
internal import Logging
internal import NIOCore
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// The pipelines of all loops.
struct PipelineSet: Sendable {
  private var pipelines: [NIOLoopBound<LoopPipeline>] = []

  /// The pipelines of no loop.
  init() {}

  /// Makes one on each loop. `memory` is the budget of the process.
  init(_ plan: PipelinePlan, memory: QueueBudget, logger: Logger, loops: [any EventLoop]) async throws {
    let base = UInt64.random(in: 0...UInt64.max)
    for (number, eventLoop) in loops.enumerated() {
      pipelines.append(
        try await eventLoop.submit {
          let pipeline = LoopPipeline(
            plan, memory: memory, logger: logger, eventLoop: eventLoop, seed: base &+ UInt64(number))
          return NIOLoopBound(pipeline, eventLoop: eventLoop)
        }.get())
    }
  }

  /// Gives a server its handler for each loop.
  var makeHandler: @Sendable (any EventLoop) -> any ExportHandler {
    let pipelineOf = Dictionary(
      uniqueKeysWithValues: pipelines.map { (ObjectIdentifier($0.eventLoop), $0) })
    return { eventLoop in
      guard let pipeline = pipelineOf[ObjectIdentifier(eventLoop)] else {
        preconditionFailure("a loop of another group")
      }
      return pipeline.value
    }
  }

  /// Goes over to another plan on every loop, at the same time as far as loops know one.
  func apply(_ plan: PipelinePlan) async {
    let switched = pipelines.map { pipeline in
      pipeline.eventLoop.submit { pipeline.value.apply(plan) }
    }
    for future in switched { try? await future.get() }
  }

  /// The spans that would have left without a rate limit since this was asked last.
  func takeRateDemand() async -> RateDemand {
    var total = RateDemand()
    for pipeline in pipelines {
      let part = try? await pipeline.eventLoop.submit { pipeline.value.takeRateDemand() }.get()
      if let part { total += part }
    }
    return total
  }

  /// Sets what the rate limit of each service is at, on every loop.
  func limit(to thresholds: [SamplingThreshold]) async {
    let set = pipelines.map { pipeline in
      pipeline.eventLoop.submit { pipeline.value.limit(to: thresholds) }
    }
    for future in set { try? await future.get() }
  }

  /// Sends what there is until `deadline`; what is left then is dropped, counted.
  func drain(until deadline: MonotonicTime) async {
    let drained = pipelines.map { pipeline in
      pipeline.eventLoop.flatSubmit { pipeline.value.drain(until: deadline) }
    }
    for future in drained { try? await future.get() }
    for pipeline in pipelines { try? await pipeline.eventLoop.submit { pipeline.value.stop() }.get() }
  }

  /// The reports of all loops, added to an empty one.
  func report(_ empty: LoopPipelineReport) async -> LoopPipelineReport {
    var total = empty
    for pipeline in pipelines {
      guard let part = try? await pipeline.eventLoop.submit({ pipeline.value.report }).get() else { continue }
      total.delivery += part.delivery
      total.plugins += part.plugins
      if let spans = part.spans { total.spans? += spans }
      total.series += part.series
    }
    return total
  }

  /// The received metrics of all loops.
  func seriesSnapshots() async -> [SeriesSnapshot] {
    var snapshots: [SeriesSnapshot] = []
    for pipeline in pipelines {
      let snapshot = try? await pipeline.eventLoop.submit { pipeline.value.seriesSnapshot }.get()
      if let snapshot = snapshot ?? nil { snapshots.append(snapshot) }
    }
    return snapshots
  }

  /// Forgets series that nobody has sent since `seconds`, on every loop.
  func forgetSeries(_ numbers: [Int], notReceivedSince seconds: UInt32) async {
    for pipeline in pipelines {
      try? await pipeline.eventLoop.submit {
        pipeline.value.forgetSeries(numbers, notReceivedSince: seconds)
      }.get()
    }
  }

  /// Whether senders were told to come again within the last seconds.
  func isRefusing() async -> Bool {
    for pipeline in pipelines {
      let isRefusing = try? await pipeline.eventLoop.submit { pipeline.value.isRefusing }.get()
      if isRefusing == true { return true }
    }
    return false
  }
}
