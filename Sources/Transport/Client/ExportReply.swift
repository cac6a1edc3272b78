import NIOCore
import TelemetryEngine

/// A warning instead of a count: the peer said that it took the request, so it is not sent again,
/// though what it said beside that could not be read.
func acceptedUnread(_ why: String) -> ExportOutcome {
  .accepted(ExportResponse(rejectedItems: 0, message: why))
}

/// The outcome of a success reply in protobuf.
func acceptedOutcome(protobuf body: ByteBuffer) -> ExportOutcome {
  guard var response = ExportResponse(decoding: Array(buffer: body)) else {
    return acceptedUnread("the target's answer is no OTLP export response")
  }
  response.message = printableText(response.message)
  return .accepted(response)
}

/// The outcome of a success reply in JSON; an empty body stands for `{}`.
func acceptedOutcome(json body: ByteBuffer, signal: Signal) -> ExportOutcome {
  guard body.readableBytes > 0 else { return .accepted(.success) }
  guard let reply = JSONValue(parsing: Array(buffer: body)), case .object = reply else {
    return acceptedUnread("the target's answer is no OTLP export response")
  }
  let partial = reply["partialSuccess"]
  return .accepted(
    ExportResponse(
      rejectedItems: max(0, partial?[signal.rejectedField]?.integer ?? 0),
      message: printableText(partial?["errorMessage"]?.string ?? "")))
}

extension Signal {
  /// The JSON name of the count in the signal's `Export…PartialSuccess`.
  fileprivate var rejectedField: String {
    switch self {
    case .traces: "rejectedSpans"
    case .metrics: "rejectedDataPoints"
    case .logs: "rejectedLogRecords"
    }
  }
}
