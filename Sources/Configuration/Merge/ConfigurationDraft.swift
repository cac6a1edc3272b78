/// A configuration while values are being put into it: targets are not whole yet.
struct ConfigurationDraft: Sendable, Equatable {
  var configuration = GatewayConfiguration()
  var targets: [String: TargetDraft] = [:]
  /// The patterns of `configuration.privacy`, compiled.
  var patterns: [String: CompiledPattern] = [:]
}

/// What can differ between the signals of one target.
struct TargetOptions: Sendable, Equatable {
  var endpoint: Endpoint?
  var transport: GatewayConfiguration.TargetProtocol?
  var headers: [String: String] = [:]
  var compression: GatewayConfiguration.Compression?
  var timeout: Duration?
  var caFile: String?
  var certFile: String?
  var keyFile: String?
}

struct TargetDraft: Sendable, Equatable {
  var options = TargetOptions()
  var perSignal: [GatewayConfiguration.SignalName: TargetOptions] = [:]
  var signals = Set(GatewayConfiguration.SignalName.allCases)
  var required = true
  var retry = GatewayConfiguration.Retry()
  var giveUpAfter: GiveUp?
  var queue = GatewayConfiguration.Queue()
  var serverName: String?

  /// The options of one signal, or of all.
  subscript(signal: GatewayConfiguration.SignalName?) -> TargetOptions {
    get { signal.map { perSignal[$0, default: TargetOptions()] } ?? options }
    set {
      if let signal { perSignal[signal] = newValue } else { options = newValue }
    }
  }
}
