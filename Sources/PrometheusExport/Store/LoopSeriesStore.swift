package import TelemetryEngine

/// The received metrics of one loop. Series are those of a registry that all loops share; values are the
/// loop's own, and are added up at a scrape.
package final class LoopSeriesStore {
  private let registry: SeriesRegistry
  package private(set) var options: SeriesOptions
  private var reader: MetricsReader
  private var streams: [SeriesStream] = []
  private var streamNumbers: [ContentKey: Int] = [:]
  private var seriesNumbers: [ContentKey: Int] = [:]
  /// By number; nil where this loop has none.
  private var identities: [SeriesIdentity?] = []
  /// The bounds of the last histogram: those of a metric are alike, and are kept once.
  private var bounds: [Double] = []
  private var pages = SeriesPages()
  /// Targets with resources that differ, by the numbers of their series.
  private var conflictingTargets: Set<Int> = []
  private var seconds: UInt32 = 0
  private var now: UInt64 = 0
  package private(set) var counts = SeriesCounts()
  /// What has to be looked into, since this was asked last; at most `maxIncidents`.
  private var incidents: [SeriesIncident] = []

  static let maxIncidents = 16
  /// Streams that are remembered; past it all are read again.
  static let maxStreams = 20_000

  package init(_ registry: SeriesRegistry, _ options: SeriesOptions) {
    self.registry = registry
    self.options = options
    reader = MetricsReader(
      secret: PseudonymKey(low: .random(in: 0...UInt64.max), high: .random(in: 0...UInt64.max)))
  }

  /// Takes all points of a request that a pipeline has let through. `seconds` is a clock that never goes back;
  /// `now` is in nanoseconds since 1970.
  package func take(_ request: RawSpan, seconds: UInt32, now: UInt64) {
    self.seconds = seconds
    self.now = now
    do throws(WireError) {
      try reader.read(request, into: self)
    } catch {
      // A pipeline lets nothing through that does not decode.
      counts[.invalidPoint] += 1
    }
  }

  /// What has to be looked into since this was asked last.
  package func takeIncidents() -> [SeriesIncident] {
    defer { incidents = [] }
    return incidents
  }

  /// Makes series of new points as the options say. Series that are there stay until they expire.
  package func configure(_ options: SeriesOptions) {
    guard options != self.options else { return }
    self.options = options
    forgetKeys()
  }

  /// The values as they are now.
  package var snapshot: SeriesSnapshot { SeriesSnapshot(pages: pages) }

  /// Forgets series that nobody has sent since `seconds`.
  package func forget(_ numbers: [Int], notReceivedSince seconds: UInt32) {
    let forgotten = numbers.filter { number in
      guard number < identities.count, let identity = identities[number],
        let received = pages.received(identity)
      else { return false }
      return received <= seconds
    }
    guard !forgotten.isEmpty else { return }
    for number in forgotten {
      identities[number] = nil
      conflictingTargets.remove(number)
      pages.forget(number)
    }
    forgetKeys()
    registry.release(forgotten)
  }

  /// Forgets everything.
  package func forgetAll() {
    let numbers = identities.compactMap { $0?.number }
    identities = []
    conflictingTargets = []
    pages = SeriesPages()
    forgetKeys()
    registry.release(numbers)
  }

  private func forgetKeys() {
    streams = []
    streamNumbers = [:]
    seriesNumbers = [:]
  }

  private func note(_ what: SeriesIncident.What, _ stream: SeriesStream) {
    guard incidents.count < Self.maxIncidents else { return }
    let incident = SeriesIncident(
      what: what, metric: stream.family.name, job: stream.job, instance: stream.instance)
    if !incidents.contains(incident) { incidents.append(incident) }
  }
}

extension LoopSeriesStore: MetricsConsumer {
  package func stream(_ key: ContentKey) -> Int? {
    guard let number = streamNumbers[key] else { return nil }
    touchTarget(of: number)
    return number
  }

  private func touchTarget(of stream: Int) {
    guard let target = streams[stream].target else { return }
    _ = pages.update(target) { $0.received = seconds }
  }

  package func add(_ stream: MetricStream, _ key: ContentKey) -> Int {
    if streams.count >= Self.maxStreams { forgetKeys() }
    var prepared = SeriesStream(stream, options)
    if prepared.refusal == nil { takeTarget(of: stream.resource, &prepared) }
    let number = streams.count
    streams.append(prepared)
    streamNumbers[key] = number
    return number
  }

  private func takeTarget(of resource: [ReceivedAttribute], _ stream: inout SeriesStream) {
    guard let target = TargetIdentity(resource, options) else { return }
    do throws(Refusal) {
      guard let (identity, isConflicting) = try registry.acquireTarget(target) else { return }
      hold(identity)
      _ = pages.update(identity.number) {
        ($0.value, $0.hasValue, $0.received) = (1, true, seconds)
      }
      stream.target = identity.number
      if isConflicting, conflictingTargets.insert(identity.number).inserted {
        counts[.resourceConflict] += 1
        note(.fault(.resourceConflict), stream)
      }
    } catch {
      counts[error.reason] += 1
    }
  }

  package func series(_ key: ContentKey) -> Int? { seriesNumbers[key] }

  package func add(_ attributes: [ReceivedAttribute], of stream: Int, _ key: ContentKey) -> Int? {
    let prepared = streams[stream]
    if let refusal = prepared.refusal {
      counts[refusal] += 1
      return nil
    }
    guard let labels = prepared.seriesLabels(attributes, options) else {
      counts[.labelsTooLong] += 1
      return nil
    }
    do throws(Refusal) {
      let identity = try registry.acquire(prepared.family, labels, prepared.mode)
      hold(identity)
      seriesNumbers[key] = identity.number
      return identity.number
    } catch {
      counts[error.reason] += 1
      if error.reason != .seriesLimit { note(.refused(error.reason), prepared) }
      return nil
    }
  }

  /// Holds a series once, however many keys lead to it.
  private func hold(_ identity: SeriesIdentity) {
    while identities.count <= identity.number { identities.append(nil) }
    if identities[identity.number]?.stamp == identity.stamp {
      registry.release([identity.number])
    }
    identities[identity.number] = identity
    pages.begin(identity)
  }

  package func take(_ point: borrowing MetricPoint, series: Int, stream: Int) {
    let prepared = streams[stream]
    let (mode, seconds, now, known) = (prepared.mode, seconds, now, bounds)
    var seen = known
    var isNew = false
    let effect = pages.update(series) { state in
      let effect = state.take(point, mode, seconds: seconds, now: now, bounds: known)
      if case .buckets(let bounds, _, _) = state.detail { seen = bounds }
      switch effect {
      case .taken, .doubtful: state.keepExemplars(of: point, mode.shape)
      case .ignored, .refused: break
      }
      if case .doubtful(.twoWriters) = effect, !state.hasTwoWriters {
        state.hasTwoWriters = true
        isNew = true
      }
      return effect
    }
    bounds = seen
    switch effect {
    case .doubtful(let fault), .ignored(let fault):
      counts[fault] += 1
      if isNew { note(.fault(fault), prepared) }
    case .refused(let reason): counts[reason] += 1
    case .taken, nil: break
    }
  }
}

/// The values of one loop's series at one moment.
package struct SeriesSnapshot: Sendable {
  let pages: SeriesPages
}
