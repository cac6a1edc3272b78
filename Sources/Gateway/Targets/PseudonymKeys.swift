internal import Configuration
internal import Logging
internal import TelemetryEngine

/// The key of pseudonyms of each configuration. The gateway's own is made when it is first needed and stays
/// the same from one reload to the next.
struct PseudonymKeys {
  private let stateDirectory: String?
  private let logger: Logger
  private var own: PseudonymKey?

  init(stateDirectory: String?, logger: Logger) {
    self.stateDirectory = stateDirectory
    self.logger = logger
  }

  mutating func key(for configuration: GatewayConfiguration) -> PseudonymKey {
    if let given = configuration.privacy.pseudonymKey { return PseudonymKey(derivingFrom: given.revealed) }
    if let own { return own }
    // Where nothing leaves, no file is made.
    guard !configuration.targetsInForce.isEmpty else {
      return PseudonymKey(derivingFrom: PseudonymKeyFile.load(in: nil).text)
    }
    let made = PseudonymKeyFile.load(in: stateDirectory)
    if !made.isKept {
      logger.warning(
        "pseudonyms will differ after a restart: no privacy.pseudonym_key is set and none can be kept",
        metadata: ["directory": "\(stateDirectory ?? "none")"])
    }
    let key = PseudonymKey(derivingFrom: made.text)
    own = key
    return key
  }
}
