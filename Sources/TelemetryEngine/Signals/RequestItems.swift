/// Why an item was rejected by itself while the rest of its request went on.
package enum RejectionReason: Int, CaseIterable, Sendable {
  case invalidTraceID
  case invalidSpanID
  case invalidText

  /// The `reason` label of `hephaestus_gw_rejected_items_total`.
  package var name: String {
    switch self {
    case .invalidTraceID: "invalid_trace_id"
    case .invalidSpanID: "invalid_span_id"
    case .invalidText: "invalid_utf8"
    }
  }

  /// For the sender, in English.
  package var message: String {
    switch self {
    case .invalidTraceID: "trace_id must be 16 bytes that are not all zero"
    case .invalidSpanID: "span_id must be 8 bytes that are not all zero"
    case .invalidText: "a string field is not valid UTF-8"
    }
  }
}

/// What became of the items of one request.
package struct RequestItems: Sendable, Equatable {
  package internal(set) var received = 0
  package internal(set) var sampledOut = 0
  /// Items written to the output.
  package internal(set) var kept = 0
  private var rejectedByReason = InlineCounts()
  /// The first reason, for `partial_success`, and which item it was, counted from 0.
  package private(set) var firstRejection: (reason: RejectionReason, item: Int)?

  package init() {}

  package var rejected: Int { rejectedByReason.total }

  package func rejected(_ reason: RejectionReason) -> Int { rejectedByReason[reason] }

  /// Counts a received item that is rejected.
  mutating func reject(_ reason: RejectionReason) {
    if firstRejection == nil { firstRejection = (reason, received) }
    rejectedByReason[reason] += 1
    received += 1
  }

  /// Rejects everything received since `mark`, whatever had been decided for it.
  mutating func rejectAll(since mark: RequestItems, _ reason: RejectionReason) {
    let count = received - mark.received
    self = mark
    guard count > 0 else { return }
    if firstRejection == nil { firstRejection = (reason, received) }
    rejectedByReason[reason] += count
    received += count
  }

  /// The sentence for `partial_success`; empty when nothing was rejected.
  package func rejectionMessage(_ signal: Signal) -> String {
    guard let firstRejection else { return "" }
    return "\(rejected) \(signal.itemNoun) rejected; the first, number \(firstRejection.item + 1): "
      + firstRejection.reason.message
  }

  package static func == (left: RequestItems, right: RequestItems) -> Bool {
    left.received == right.received && left.sampledOut == right.sampledOut && left.kept == right.kept
      && left.rejectedByReason == right.rejectedByReason
      && left.firstRejection?.reason == right.firstRejection?.reason
      && left.firstRejection?.item == right.firstRejection?.item
  }

  /// A count for each reason, without an allocation for each request.
  private struct InlineCounts: Equatable {
    private var traceID = 0
    private var spanID = 0
    private var text = 0

    var total: Int { traceID + spanID + text }

    subscript(reason: RejectionReason) -> Int {
      get {
        switch reason {
        case .invalidTraceID: traceID
        case .invalidSpanID: spanID
        case .invalidText: text
        }
      }
      set {
        switch reason {
        case .invalidTraceID: traceID = newValue
        case .invalidSpanID: spanID = newValue
        case .invalidText: text = newValue
        }
      }
    }
  }
}
