package import TelemetryEngine

extension LoopSeriesStore: MetricsConsumer {
  package func stream(_ key: ContentKey) -> Int? {
    guard let number = streamNumbers[key] else { return nil }
    touchTarget(of: number)
    return number
  }

  private func touchTarget(of stream: Int) {
    guard let target = streams[stream].target else { return }
    pages.update(target) { $0.received = seconds }
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
      pages.update(identity.number) {
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

  package func series(_ key: ContentKey) -> Int? {
    if let number = seriesNumbers[key] { return number }
    guard let reason = refusedKeys[key] else { return nil }
    counts[reason] += 1
    return Self.refused
  }

  private func refuse(_ reason: RefusedPoint, _ key: ContentKey) {
    counts[reason] += 1
    if refusedKeys.count < Self.maxRefusedKeys { refusedKeys[key] = reason }
  }

  package func add(_ attributes: [ReceivedAttribute], of stream: Int, _ key: ContentKey) -> Int? {
    let prepared = streams[stream]
    if let refusal = prepared.refusal {
      refuse(refusal, key)
      return nil
    }
    guard let labels = prepared.seriesLabels(attributes, options) else {
      refuse(.labelsTooLong, key)
      return nil
    }
    do throws(Refusal) {
      let identity = try registry.acquire(prepared.family, labels, prepared.mode)
      hold(identity)
      seriesNumbers[key] = identity.number
      return identity.number
    } catch {
      refuse(error.reason, key)
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
    guard series != Self.refused else { return }
    let (mode, seconds, now) = (streams[stream].mode, seconds, now)
    let known = mode.shape == .histogram ? bounds : []
    var seen: [Double]?
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
    if let seen { bounds = seen }
    switch effect {
    case .doubtful(let fault), .ignored(let fault):
      counts[fault] += 1
      if isNew { note(.fault(fault), streams[stream]) }
    case .refused(let reason): counts[reason] += 1
    case .taken, nil: break
    }
  }

  private func note(_ what: SeriesIncident.What, _ stream: SeriesStream) {
    guard incidents.count < Self.maxIncidents else { return }
    let incident = SeriesIncident(
      what: what, metric: stream.family.name, job: stream.job, instance: stream.instance)
    if !incidents.contains(incident) { incidents.append(incident) }
  }
}
