internal import Configuration
internal import Logging
internal import NIOCore
internal import Transport

/// The gateway's listening sockets: the OTLP receivers, the metrics, the admin page.
actor ListenerSet {
  typealias Listener = ReloadPlan.Listener
  typealias Change = ReloadPlan.ListenerChange

  /// What the pages answer.
  struct Pages: Sendable {
    var metrics: StatusServer.Responder
    var admin: StatusServer.Responder
  }

  /// Sockets that are open and not in use yet, and those whose addresses they needed.
  struct Preparation: Sendable {
    fileprivate var changes: [Listener: Change] = [:]
    fileprivate var opened: [Listener: Opened] = [:]
    fileprivate var suspended: [Listener] = []
  }

  fileprivate enum Opened: Sendable {
    case receiver(OTLPListener)
    case page(StatusServer)

    var address: SocketAddress {
      switch self {
      case .receiver(let listener): listener.address
      case .page(let server): server.address
      }
    }

    func close() async {
      switch self {
      case .receiver(let listener): await listener.close()
      case .page(let server): await server.close()
      }
    }
  }

  private let receivers: OTLPServer
  private let group: any EventLoopGroup
  private let pages: Pages
  private let logger: Logger
  private var servers: [Listener: StatusServer] = [:]
  private var scrapeTLS: StatusServer.MakeTLSHandler?

  init(
    receivers: OTLPServer, scrapeTLS: StatusServer.MakeTLSHandler?, group: any EventLoopGroup, pages: Pages,
    logger: Logger
  ) {
    self.receivers = receivers
    self.scrapeTLS = scrapeTLS
    self.group = group
    self.pages = pages
    self.logger = logger
  }

  // MARK: Start and end

  /// Opens everything that the configuration has. What is open when it throws is for `close`.
  ///
  /// - Throws: `StartError`.
  func start(_ configuration: GatewayConfiguration) async throws(StartError) {
    for listener in [Listener.admin, .prometheus] {
      guard let address = configuration.address(of: listener) else { continue }
      let server = try await openPage(listener, address, scrapeTLS)
      servers[listener] = server
      log(listener, server.address)
    }
    do {
      let addresses = try await receivers.start()
      logger.info(
        "receiving OTLP", metadata: ["grpc": "\(addresses.grpc.shown)", "http": "\(addresses.http.shown)"])
    } catch {
      throw StartError.unavailable("\(error)")
    }
  }

  /// Closes the receivers, whose connections may finish what they began until `time` is over.
  func drainReceivers(within time: TimeAmount) async { await receivers.drain(within: time) }

  func close() async {
    await receivers.close()
    for server in servers.values { await server.close() }
    servers = [:]
  }

  func counters() async -> (ServerCounters, AcceptCounters) {
    var counters = ServerCounters()
    for part in await receivers.counters() { counters.add(part) }
    return (counters, await receivers.acceptCounters())
  }

  // MARK: Changes

  /// Opens what has to be opened while everything else goes on.
  ///
  /// A socket whose address another one of the gateway's still has, and is about to leave, can only follow
  /// it: that one is closed first, and opened again if the rest fails.
  ///
  /// - Throws: `StartError`; then everything is as it was.
  func prepare(
    _ changes: [Listener: Change], _ options: ListenerOptions
  ) async throws(StartError) -> Preparation {
    var preparation = Preparation(changes: changes)
    var blocked: [(Listener, GatewayConfiguration.ListenAddress)] = []
    let held = await portsToLeave(changes)
    for (listener, address) in moves(changes) {
      do throws(StartError) {
        preparation.opened[listener] = try await open(listener, address, options)
      } catch {
        guard held.values.contains(address.port) else {
          await abandon(preparation)
          throw error
        }
        blocked.append((listener, address))
      }
    }
    let wanted = Set(blocked.map(\.1.port))
    for (listener, port) in held where wanted.contains(port) {
      await suspend(listener)
      preparation.suspended.append(listener)
    }
    do throws(StartError) {
      for (listener, address) in blocked {
        preparation.opened[listener] = try await open(listener, address, options)
      }
      return preparation
    } catch {
      await abandon(preparation)
      throw error
    }
  }

  /// Takes what was prepared into use, and closes what it replaces.
  func commit(_ preparation: Preparation, _ options: ListenerOptions) async {
    await receivers.configure(options.receivers)
    scrapeTLS = options.scrapeTLS
    for (listener, opened) in preparation.opened {
      switch opened {
      case .receiver(let socket): await receivers.replace(listener == .grpc ? .grpc : .http, with: socket)
      case .page(let server): await servers.updateValue(server, forKey: listener)?.close()
      }
      log(listener, opened.address)
    }
    for (listener, change) in preparation.changes {
      switch change {
      case .move: break
      case .close: await servers.removeValue(forKey: listener)?.close()
      case .secure where listener == .prometheus: servers[listener]?.secure(options.scrapeTLS)
      case .secure(let retiringAdmitted):
        let (receiver, settings) =
          listener == .grpc
          ? (.grpc, options.receivers.grpc) : (OTLPServer.Receiver.http, options.receivers.http)
        await receivers.secure(receiver, settings.makeTLSHandler, retiringAdmitted: retiringAdmitted)
      }
    }
  }

  /// Closes what was prepared, and opens again what had to give way.
  func abandon(_ preparation: Preparation) async {
    for opened in preparation.opened.values { await opened.close() }
    for listener in preparation.suspended {
      do {
        try await resume(listener)
      } catch {
        logger.critical("the \(listener.rawValue) listener is closed: \(error)")
      }
    }
  }

  private func moves(_ changes: [Listener: Change]) -> [(Listener, GatewayConfiguration.ListenAddress)] {
    Listener.allCases.compactMap { listener in
      guard case .move(let address)? = changes[listener] else { return nil }
      return (listener, address)
    }
  }

  /// The ports of listeners that are about to be closed.
  private func portsToLeave(_ changes: [Listener: Change]) async -> [Listener: Int] {
    let addresses = await receivers.addresses
    var ports: [Listener: Int] = [:]
    for (listener, change) in changes {
      if case .secure = change { continue }
      switch listener {
      case .grpc: ports[listener] = addresses[.grpc]?.port
      case .http: ports[listener] = addresses[.http]?.port
      case .prometheus, .admin: ports[listener] = servers[listener]?.address.port
      }
    }
    return ports
  }

  // MARK: Sockets

  private func open(
    _ listener: Listener, _ address: GatewayConfiguration.ListenAddress, _ options: ListenerOptions
  ) async throws(StartError) -> Opened {
    switch listener {
    case .grpc: .receiver(try await openReceiver(options.receivers.grpc))
    case .http: .receiver(try await openReceiver(options.receivers.http))
    case .prometheus, .admin: .page(try await openPage(listener, address, options.scrapeTLS))
    }
  }

  private func openReceiver(_ options: OTLPServerOptions.Listener) async throws(StartError) -> OTLPListener {
    do throws(ListenError) {
      return try await receivers.open(options)
    } catch {
      throw .unavailable("\(error)")
    }
  }

  private func openPage(
    _ listener: Listener, _ address: GatewayConfiguration.ListenAddress,
    _ scrapeTLS: StatusServer.MakeTLSHandler?
  ) async throws(StartError) -> StatusServer {
    try await StatusServer.start(
      host: address.host, port: address.port, makeTLSHandler: listener == .admin ? nil : scrapeTLS,
      group: group, respond: listener == .admin ? pages.admin : pages.metrics)
  }

  private func suspend(_ listener: Listener) async {
    switch listener {
    case .grpc: await receivers.suspend(.grpc)
    case .http: await receivers.suspend(.http)
    case .prometheus, .admin: await servers[listener]?.close()
    }
  }

  private func resume(_ listener: Listener) async throws {
    switch listener {
    case .grpc: try await receivers.resume(.grpc)
    case .http: try await receivers.resume(.http)
    case .prometheus, .admin:
      guard let address = servers[listener]?.address, let host = address.ipAddress, let port = address.port
      else { return }
      servers[listener] = try await openPage(listener, .init(host: host, port: port), scrapeTLS)
    }
  }

  private func log(_ listener: Listener, _ address: SocketAddress) {
    switch listener {
    case .admin: logger.info("admin listener", metadata: ["address": "\(address.shown)"])
    case .prometheus: logger.info("metrics listener", metadata: ["address": "\(address.shown)"])
    case .grpc, .http: logger.info("receiving OTLP", metadata: ["\(listener.rawValue)": "\(address.shown)"])
    }
  }
}
