import Delivery
import TelemetryEngine

extension MonotonicTime {
  static let zero = MonotonicTime(nanoseconds: 0)
  static func at(_ duration: Duration) -> MonotonicTime { zero.advanced(by: duration) }
}

extension BatchAssembler {
  /// Appends a request whose bytes all are `fill`.
  func append(_ fill: UInt8, count: Int) { buffer.append([UInt8](repeating: fill, count: count)) }
}

/// A batch of requests of 10 bytes and one item each.
func batch(of requests: Int, signal: Signal = .traces, createdAt: MonotonicTime = .zero) -> Batch {
  let assembler = BatchAssembler(signal: signal, limits: BatchLimits(maxItems: requests))
  for request in 0..<requests {
    assembler.append(UInt8(truncatingIfNeeded: request), count: 10)
    if let sealed = assembler.commit(items: 1, now: createdAt).first { return sealed }
  }
  preconditionFailure("the last request fills the batch")
}

extension ExportOutcome {
  static let success = accepted(.success)
  static func partial(_ rejected: Int) -> ExportOutcome {
    accepted(ExportResponse(rejectedItems: rejected, message: "no"))
  }
  static func http(_ status: Int, retryAfter: Duration? = nil) -> ExportOutcome {
    refused(ExportRefusal(status: .http(status), message: "", retryAfter: retryAfter))
  }
  static func grpc(_ code: RPCCode, retryAfter: Duration? = nil) -> ExportOutcome {
    refused(ExportRefusal(status: .grpc(code), message: "", retryAfter: retryAfter))
  }
  static let lost = unanswered(reason: "connection lost")
}
