internal import Delivery
internal import Logging
internal import NIOCore
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

/// The log lines of one loop's pipeline. They hold no telemetry and no words of a peer, which may
/// repeat either; those with a `kind` are summed up by the log's back end.
struct PipelineEvents {
  let logger: Logger

  func malformed(_ error: WireError, _ signal: Signal, _ peer: PeerInfo) {
    logger.warning(
      "refused a request that does not decode",
      metadata: [
        "kind": "malformed", "peer": "\(peer.name)", "signal": "\(signal.name)",
        "reason": "\(error.message)",
      ])
  }

  func rejected(_ items: RequestItems, _ signal: Signal, _ peer: PeerInfo) {
    logger.warning(
      "rejected invalid \(signal.itemNoun)",
      metadata: [
        "kind": "rejected", "peer": "\(peer.name)", "count": "\(items.rejected)",
        "reason": "\(items.firstRejection?.reason.message ?? "")",
      ])
  }

  func refused(_ refusal: Admission.Refusal, _ signal: Signal, _ targets: [DeliveryTarget]) {
    let (reason, peer) =
      switch refusal {
      case .queueFull(let target): ("its queue is full", targets[target].name)
      case .tooLarge(let target): ("the request is larger than its queue", targets[target].name)
      case .memoryFull, .tooLargeForMemory: ("limits.memory is reached", "memory")
      case .stopped: ("the gateway is stopping", "gateway")
      }
    logger.warning(
      "returned a request to its sender",
      metadata: ["kind": "refused", "peer": "\(peer)", "signal": "\(signal.name)", "reason": "\(reason)"])
  }

  /// Names whoever sends what makes no sense together: without its name nobody could mend it.
  func found(_ incidents: [SeriesIncident]) {
    for incident in incidents {
      let (kind, words) = incident.words
      logger.warning(
        "\(words)",
        metadata: [
          "kind": "\(kind)", "peer": "\(incident.job)", "metric": "\(incident.metric)",
          "job": "\(incident.job)", "instance": "\(incident.instance)",
        ])
    }
  }

  func refusedBeforeExport(_ reason: RefusalReason, _ peer: PeerInfo) {
    logger.debug(
      "refused a request",
      metadata: ["kind": "refused_\(reason.rawValue)", "peer": "\(peer.name)"])
  }

  /// A removed target has sent all it had, or its time was over.
  func removed(_ target: String, _ account: TargetLedger) {
    let dropped = Signal.allCases.reduce(0) { $0 + account.items[$1].dropped[.targetRemoved] }
    if dropped == 0 {
      logger.debug("removed target \(target) has sent all it had")
    } else {
      logger.warning(
        "removed target \(target) did not take everything it had in time",
        metadata: ["kind": "removed", "peer": "\(target)", "dropped": "\(dropped)"])
    }
  }

  func attempted(_ target: String, _ outcome: ExportOutcome) {
    let reason: String
    switch outcome {
    case .accepted(let response):
      guard response.rejectedItems > 0 else { return }
      reason = "it rejected \(response.rejectedItems) items"
    case .refused(let refusal):
      reason = "it answered \(refusal.status.words)\(refusal.isRetryable ? ", trying again" : "")"
    case .unanswered(let words): reason = "\(words), trying again"
    case .unusable(let words): reason = words
    }
    logger.warning(
      "target \(target) did not take a batch",
      metadata: ["kind": "target", "peer": "\(target)", "reason": "\(reason)"])
  }
}

extension SeriesIncident {
  /// The kind by which repeats are summed up, and what to do about it.
  var words: (kind: String, message: String) {
    switch what {
    case .fault(.twoWriters):
      ("two_writers", "two senders report one series; give each its own service.instance.id")
    case .fault(.resourceConflict):
      (
        "resource_conflict",
        "two resources with one job and instance differ; give each its own service.instance.id"
      )
    case .fault(let fault): (fault.rawValue, "the points of a series do not fit together")
    case .refused(.typeConflict):
      ("type_conflict", "a metric is left out: another one of its name is of another type")
    case .refused(.temporalityConflict):
      ("temporality_conflict", "a metric is left out: its series is known with another temporality or kind")
    case .refused(let reason): (reason.rawValue, "a metric is left out")
    }
  }
}

extension ExportRefusal.Status {
  var words: String {
    switch self {
    case .grpc(let code): "gRPC status \(code.rawValue)"
    case .http(let code): "HTTP status \(code)"
    }
  }
}

extension PeerInfo {
  /// The address without its port, so that one sender is one peer.
  var name: String { remoteAddress?.ipAddress ?? "unknown" }
}
