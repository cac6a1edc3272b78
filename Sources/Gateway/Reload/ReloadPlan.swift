package import Configuration

/// What has to be opened, closed and made again to get from one configuration to another. Everything else
/// is a number that is set, whether it differs or not.
package struct ReloadPlan: Sendable, Equatable {
  package enum Listener: String, Sendable, CaseIterable {
    case grpc, http, prometheus, admin
  }

  package enum ListenerChange: Sendable, Equatable {
    /// Listen there, and no longer where it did, if it did.
    case move(to: GatewayConfiguration.ListenAddress)
    case close
    /// Keep the socket and secure new connections in another way. Those that were admitted by rules that
    /// hold no longer have to go.
    case secure(retiringAdmitted: Bool)
  }

  /// Those that are not here stay as they are.
  package var listeners: [Listener: ListenerChange] = [:]
  /// Targets that are new or are reached in another way, by name.
  package var moved: Set<String> = []
  /// What is done to telemetry itself.
  package var changesEngine: Bool
  /// Whether labels that were made under the old rules of privacy may not be shown any more.
  package var changesPrivacy: Bool

  package init(from old: RunningConfiguration, to new: RunningConfiguration) {
    let (before, after) = (old.configuration, new.configuration)
    changesPrivacy = before.privacy != after.privacy
    changesEngine =
      before.service != after.service || before.sampling != after.sampling
      || before.privacy != after.privacy || before.plugins != after.plugins
      || before.spanMetricsInForce != after.spanMetricsInForce
      // The key of pseudonyms is made when something may leave for the first time.
      || before.targetsInForce.isEmpty != after.targetsInForce.isEmpty
    let sameContents = { (path: String) in new.contents.agrees(with: old.contents, on: path) }
    for listener in Listener.allCases {
      listeners[listener] =
        Self.move(before.address(of: listener), after.address(of: listener))
        ?? Self.secure(before.tls(of: listener), after.tls(of: listener), sameContents)
    }
    let targets = before.targetsInForce
    for (name, target) in after.targetsInForce {
      let isSame = targets[name].map { target.isReached(as: $0) } ?? false
      if !isSame || !target.tlsFiles.allSatisfy({ sameContents($0.1) }) { moved.insert(name) }
    }
  }

  private static func move(
    _ before: GatewayConfiguration.ListenAddress?, _ after: GatewayConfiguration.ListenAddress?
  ) -> ListenerChange? {
    if before == after { return nil }
    return after.map { .move(to: $0) } ?? .close
  }

  private static func secure(
    _ before: GatewayConfiguration.ListenerTLS, _ after: GatewayConfiguration.ListenerTLS,
    _ sameContents: (String) -> Bool
  ) -> ListenerChange? {
    if before == after, after.files.allSatisfy({ sameContents($0.1) }) { return nil }
    let admitsOthers =
      (before.certFile == nil) != (after.certFile == nil) || before.clientCAFile != after.clientCAFile
      || !(after.clientCAFile.map(sameContents) ?? true)
    return .secure(retiringAdmitted: admitsOthers)
  }
}

extension GatewayConfiguration {
  /// Off, nothing leaves.
  var targetsInForce: [String: Target] { enabled ? targets : [:] }

  /// Nil where there is no listener.
  func address(of listener: ReloadPlan.Listener) -> ListenAddress? {
    switch listener {
    case .grpc: receivers.grpcListen
    case .http: receivers.httpListen
    case .prometheus:
      enabled && prometheus.enabled ? ListenAddress(host: prometheus.host, port: prometheus.port) : nil
    case .admin: admin.listen
    }
  }

  fileprivate func tls(of listener: ReloadPlan.Listener) -> ListenerTLS {
    switch listener {
    case .grpc: receivers.grpcTLS
    case .http: receivers.httpTLS
    case .prometheus: prometheus.tls
    case .admin: ListenerTLS()
    }
  }
}

extension GatewayConfiguration.Target {
  /// Whether requests go to the same place in the same way. How long they may wait is another matter.
  fileprivate func isReached(as other: Self) -> Bool {
    var same = self
    same.required = other.required
    same.retry = other.retry
    same.queue = other.queue
    return same == other
  }
}
