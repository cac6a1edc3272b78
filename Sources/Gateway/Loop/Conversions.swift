internal import Delivery
internal import PrometheusExport
internal import TelemetryEngine
internal import Transport

extension RequestTally {
  init(_ signal: Signal, _ items: RequestItems) {
    var rejected = ReasonCounts<RejectReason>()
    rejected[.invalidID] = items.rejected(.invalidTraceID) + items.rejected(.invalidSpanID)
    rejected[.invalidUTF8] = items.rejected(.invalidText)
    self.init(
      signal: signal, received: items.received, rejected: rejected, sampledOut: items.sampledOut)
  }
}

extension RPCStatus {
  /// How long a sender is asked to wait before it tries again.
  private static let retryDelay = Duration.seconds(1)

  /// The answer to a request that was not admitted. What passes is UNAVAILABLE with a delay, what does
  /// not is RESOURCE_EXHAUSTED without one.
  init(_ refusal: Admission.Refusal, targets: [DeliveryTarget]) {
    let message =
      switch refusal {
      case .queueFull(let target): "the queue of target \(targets[target].name) is full"
      case .memoryFull: "the gateway's memory limit is reached"
      case .tooLarge(let target): "the request is larger than the queue of target \(targets[target].name)"
      case .tooLargeForMemory: "the request is larger than the gateway's memory limit"
      case .stopped: "the gateway is stopping"
      }
    self.init(
      code: refusal.isRetryable ? .unavailable : .resourceExhausted, message: message,
      retryDelay: refusal.isRetryable ? Self.retryDelay : nil)
  }
}

extension RequestCounts.Transport {
  init(_ transport: OTLPTransport) {
    self =
      switch transport {
      case .grpc: .grpc
      case .http: .http
      }
  }
}

extension ExportReply {
  /// The number that was answered: a gRPC status code or an HTTP status.
  func code(_ transport: OTLPTransport) -> Int {
    switch (self, transport) {
    case (.accepted, .grpc), (.partial, .grpc): RPCCode.ok.rawValue
    case (.accepted, .http), (.partial, .http): 200
    case (.refused(let status), .grpc): status.code.rawValue
    case (.refused(let status), .http): HTTPStatus.code(for: status)
    }
  }
}

extension ExportRefusal.Status {
  var number: Int {
    switch self {
    case .grpc(let code): code.rawValue
    case .http(let code): code
    }
  }
}

extension PluginSeries.Outcome {
  init(_ outcome: PluginObservation.Outcome) {
    self =
      switch outcome {
      case .success: .success
      case .failure: .failure
      case .error: .error
      }
  }
}
