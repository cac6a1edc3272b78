internal import Delivery
internal import LocalTargets
internal import NIOCore
internal import TelemetryEngine
internal import Transport

/// Makes the attempts of one target on one loop.
protocol TargetSender: AnyObject {
  /// `completion` is called exactly once, on the loop, after `send` has returned.
  func send(_ order: SendOrder, completion: @escaping (ExportOutcome) -> Void)
  /// Lets what is under way end, within `time`, then closes. Nothing more is sent.
  func retire(within time: TimeAmount)
  /// Whether nothing is under way.
  var isIdle: Bool { get }
  /// Ends what is under way.
  func close()
}

extension PipelinePlan {
  /// The sender of one loop for a target.
  static func makeSender(
    _ target: TargetPlan, encoder: BatchEncoder, eventLoop: any EventLoop
  ) -> any TargetSender {
    switch target.kind {
    case .network(let routes): NetworkSender(routes, encoder: encoder, eventLoop: eventLoop)
    case .local(let local): LocalSender(local, eventLoop: eventLoop)
    }
  }
}

/// Sends to a network target: one client for each distinct endpoint of its signals.
final class NetworkSender: TargetSender {
  private let clients: [any OTLPClient]
  private let routes: [Signal: (client: Int, route: TargetRoute)]
  private let encoder: BatchEncoder
  private let eventLoop: any EventLoop
  private var underWay = 0
  private var end: Scheduled<Void>?

  init(_ plan: [Signal: TargetRoute], encoder: BatchEncoder, eventLoop: any EventLoop) {
    var clients: [any OTLPClient] = []
    var clientOfEndpoint: [Int: Int] = [:]
    var routes: [Signal: (client: Int, route: TargetRoute)] = [:]
    for signal in Signal.allCases {
      guard let route = plan[signal] else { continue }
      let client = clientOfEndpoint[route.endpointNumber] ?? clients.count
      if client == clients.count { clients.append(makeClient(for: route.endpoint, on: eventLoop)) }
      clientOfEndpoint[route.endpointNumber] = client
      routes[signal] = (client, route)
    }
    self.clients = clients
    self.routes = routes
    self.encoder = encoder
    self.eventLoop = eventLoop
  }

  var isIdle: Bool { underWay == 0 }

  func send(_ order: SendOrder, completion: @escaping (ExportOutcome) -> Void) {
    guard let (client, route) = routes[order.batch.signal] else {
      preconditionFailure("a batch of a signal that the target does not take")
    }
    let request = OutgoingRequest(
      signal: order.batch.signal, body: encoder.body(order, route), encoding: route.encoding,
      contentType: route.contentType, timeout: route.timeout)
    underWay += 1
    // A sender that was retired lives until its last attempt has ended.
    clients[client].send(request) { [self] outcome in
      underWay -= 1
      completion(outcome)
      if underWay == 0, end != nil { close() }
    }
  }

  func retire(within time: TimeAmount) {
    guard underWay > 0 else { return close() }
    for client in clients { client.shutdown() }
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    end = eventLoop.scheduleTask(in: time) { bound.value.close() }
  }

  func close() {
    end?.cancel()
    end = nil
    for client in clients { client.closeNow() }
  }
}

/// Hands batches to a target of this machine, which works on a thread of its own and ends with the last
/// sender that has it.
final class LocalSender: TargetSender {
  private let target: any LocalTarget
  private let eventLoop: any EventLoop

  init(_ target: any LocalTarget, eventLoop: any EventLoop) {
    self.target = target
    self.eventLoop = eventLoop
  }

  var isIdle: Bool { true }

  func send(_ order: SendOrder, completion: @escaping (ExportOutcome) -> Void) {
    let eventLoop = eventLoop
    let completion = NIOLoopBound(completion, eventLoop: eventLoop)
    target.write(order.batch.signal, order.batch.bytes, order.byteRange) { outcome in
      eventLoop.execute { completion.value(outcome) }
    }
  }

  func retire(within time: TimeAmount) {}
  func close() {}
}
