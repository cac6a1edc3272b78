import NIOCore
import NIOPosix

/// One attempt to connect to an endpoint: name, TCP and TLS, within one time limit.
///
/// After `start` it ends by one call of `completion` on the loop; by none after `cancel`.
final class ConnectAttempt {
  /// The longest an attempt may take, however patient the request is.
  static let timeLimit = TimeAmount.seconds(10)

  private let endpoint: TargetEndpoint
  private let eventLoop: any EventLoop
  private let timeout: TimeAmount
  private var completion: ((Result<any Channel, ConnectFailure>) -> Void)?
  private var channel: (any Channel)?
  private var timer: Scheduled<Void>?

  init(
    to endpoint: TargetEndpoint, on eventLoop: any EventLoop, timeout: TimeAmount,
    completion: @escaping (Result<any Channel, ConnectFailure>) -> Void
  ) {
    self.endpoint = endpoint
    self.eventLoop = eventLoop
    self.completion = completion
    self.timeout = min(timeout, Self.timeLimit)
  }

  func start() {
    timer = eventLoop.assumeIsolated().scheduleTask(in: timeout) { [weak self] in
      guard let self else { return }
      end(.failure(ConnectFailure(ChannelError.connectTimeout(timeout), endpoint: endpoint)))
    }
    ClientBootstrap(group: eventLoop)
      .connectTimeout(timeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .connect(host: endpoint.host, port: endpoint.port)
      .assumeIsolated()
      .whenComplete { result in self.connected(result) }
  }

  /// Gives up; nothing is heard of the attempt any more.
  func cancel() {
    completion = nil
    end(.failure(ConnectFailure(reason: "")))
  }

  private func connected(_ result: Result<any Channel, any Error>) {
    switch result {
    case .failure(let error): end(.failure(ConnectFailure(error, endpoint: endpoint)))
    case .success(let channel):
      guard completion != nil else { return channel.close(promise: nil) }
      self.channel = channel
      guard let tls = endpoint.tls else { return end(.success(channel)) }
      secure(channel, with: tls)
    }
  }

  private func secure(_ channel: any Channel, with tls: ClientTLS) {
    let promise = eventLoop.makePromise(of: Void.self)
    do {
      let wait = HandshakeHandler(promise: promise, wireProtocol: endpoint.wireProtocol)
      try channel.pipeline.syncOperations.addHandlers([tls.makeHandler(), wait])
    } catch {
      promise.fail(error)
    }
    promise.futureResult.assumeIsolated().whenComplete { [self] result in
      switch result {
      case .success: end(.success(channel))
      case .failure(let error): end(.failure(ConnectFailure(error, endpoint: endpoint)))
      }
    }
  }

  private func end(_ result: Result<any Channel, ConnectFailure>) {
    timer?.cancel()
    timer = nil
    if case .failure = result { channel?.close(promise: nil) }
    channel = nil
    let completion = completion
    self.completion = nil
    completion?(result)
  }
}
