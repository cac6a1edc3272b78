import TelemetryEngine
import Testing

@Suite struct ExportRefusalTests {
  /// OTLP specification, "Failures" of OTLP/gRPC: the codes that may be tried again.
  private static let retryableCodes: Set<RPCCode> = [
    .cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss,
  ]
  private static let codesAboutContent: Set<RPCCode> = [
    .unknown, .invalidArgument, .alreadyExists, .resourceExhausted, .failedPrecondition, .internal,
  ]

  @Test(arguments: RPCCode.allCases)
  func gRPCCodes(_ code: RPCCode) {
    var refusal = ExportRefusal(status: .grpc(code), message: "")
    #expect(refusal.isRetryable == Self.retryableCodes.contains(code))
    #expect(refusal.isAboutContent == Self.codesAboutContent.contains(code))
    refusal.retryAfter = .zero
    // Only here does a RetryInfo decide whether to try again, and not just when.
    let isRetryable = Self.retryableCodes.contains(code) || code == .resourceExhausted
    #expect(refusal.isRetryable == isRetryable)
  }

  /// OTLP specification, "Failures" of OTLP/HTTP: exactly four codes may be tried again, whatever
  /// `Retry-After` says.
  @Test(arguments: [nil, Duration.seconds(1)])
  func httpCodes(_ retryAfter: Duration?) {
    let codes = 100...999
    let refusals = codes.map { ExportRefusal(status: .http($0), message: "", retryAfter: retryAfter) }
    let retryable = zip(codes, refusals).filter(\.1.isRetryable).map(\.0)
    #expect(retryable == [429, 502, 503, 504])
    let aboutContent = zip(codes, refusals).filter(\.1.isAboutContent).map(\.0)
    #expect(aboutContent == [400, 413, 422, 500])
  }
}
