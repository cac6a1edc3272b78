package import Configuration
internal import NIOCore
internal import NIOPosix
internal import PrivacyCatalogue
internal import TelemetryEngine
internal import Transport

/// Sends one request of spans, with the service and the privacy of a profile, and without retrying.
package struct SpanSending {
  /// From the first attempt to connect to the end of the answer.
  private static let timeout = Duration.seconds(1)
  /// An event loop, a resolver and connections to two addresses, with room to spare.
  private static let descriptors = 16

  private let configuration: GatewayConfiguration
  private let environment: [String: String]
  private let version: String
  private let stateDirectory: String?

  /// - Parameters:
  ///   - configuration: Of the gateway; telemetry is on in it.
  ///   - environment: Of the process.
  ///   - version: Of this program.
  ///   - stateDirectory: Where the gateway keeps the key of its pseudonyms.
  package init(
    _ configuration: GatewayConfiguration, environment: [String: String], version: String,
    stateDirectory: String?
  ) {
    self.configuration = configuration
    self.environment = environment
    self.version = version
    self.stateDirectory = stateDirectory
  }

  /// Waits for the answer, for a second at most. Starts a thread, which lives on.
  ///
  /// - Parameters:
  ///   - request: An `ExportTraceServiceRequest`, protobuf.
  ///   - endpoint: A URL; nil for a receiver of the gateway that the configuration is for.
  /// - Throws: `SpanSendingError` unless the receiver says that it took the span.
  package func send(_ request: [UInt8], to endpoint: String?) throws(SpanSendingError) {
    let target = try SpanRoute.target(configuration, endpoint: endpoint, environment: environment)
    let route = try route(target)
    let bytes = try treated(request)
    let body =
      switch route.contentType {
      case .protobuf: bytes
      case .json: try json(bytes)
      }
    let outgoing = OutgoingRequest(
      signal: .traces, body: Compressor().encode(body, 0..<body.count, as: route.encoding),
      encoding: route.encoding,
      contentType: route.contentType, timeout: Self.timeout)
    switch outcome(of: outgoing, at: route.endpoint) {
    case .accepted(let answer) where answer.rejectedItems == 0: return
    case .accepted(let answer): throw .notDelivered("the span was rejected: \(answer.message)")
    case .refused(let refusal): throw .notDelivered("the span was refused: \(refusal.message)")
    case .unanswered(let reason), .unusable(let reason): throw .notDelivered(reason)
    }
  }

  /// What the gateway would make of it if it kept everything.
  private func treated(_ request: [UInt8]) throws(SpanSendingError) -> SealedBytes {
    let text = configuration.privacy.pseudonymKey?.revealed ?? PseudonymKeyFile.load(in: stateDirectory).text
    var options = PipelineOptions(configuration, pseudonymKey: PseudonymKey(derivingFrom: text))
    options.sampler = SpanSampler(root: .alwaysOn, isParentBased: false)
    options.observesPlugins = false
    var pipeline = TelemetryPipeline(options)
    var output = WireBuffer(minimumCapacity: request.count + 1024)
    do {
      let items = try unsafe pipeline.process(.traces, request.span.bytes, into: &output)
      if items.kept == 0 {
        throw SpanSendingError.unusable("the span is invalid: \(items.rejectionMessage(.traces))")
      }
    } catch let error as SpanSendingError {
      throw error
    } catch {
      throw .unusable("the span is invalid: \(error)")
    }
    return output.sealed()
  }

  private func route(_ target: GatewayConfiguration.Target) throws(SpanSendingError) -> TargetRoute {
    var target = target
    target.signals = [.traces]
    let routes: [Signal: TargetRoute]
    do {
      routes = try TargetPlan.routes("--endpoint", target, userAgent: "hephaestus-gw-exec/\(version)")
    } catch {
      throw .unusable(error.description)
    }
    guard let route = routes[.traces] else { throw .unusable("the target takes no traces") }
    return route
  }

  private func json(_ bytes: SealedBytes) throws(SpanSendingError) -> SealedBytes {
    var output = WireBuffer(minimumCapacity: bytes.count * 2)
    do {
      try bytes.withSpan { span in try OTLPJSON.encode(.traces, span, into: &output) }
    } catch {
      throw .unusable("the span is invalid: \(error)")
    }
    return output.sealed()
  }

  /// Leaves the event loop running: a connection that takes its time to close must not hold up the command's
  /// status.
  private func outcome(of request: OutgoingRequest, at endpoint: TargetEndpoint) -> ExportOutcome {
    OpenFileLimit.raise()
    guard OpenFileLimit.hasRoom(for: Self.descriptors) else {
      return .unanswered(reason: "too few files may be open")
    }
    let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let promise = loop.makePromise(of: ExportOutcome.self)
    loop.execute {
      let client = makeClient(for: endpoint, on: loop)
      client.send(request) { outcome in
        client.closeNow()
        promise.succeed(outcome)
      }
    }
    do {
      return try promise.futureResult.wait()
    } catch {
      return .unanswered(reason: "\(error)")
    }
  }
}
