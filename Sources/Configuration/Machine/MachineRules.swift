/// What a merged profile needs from the machine that it is to run on.
struct MachineRules {
  let machine: Machine

  /// What `run` refuses or warns of before anything starts.
  func findings(_ settings: ResolvedSettings, _ configuration: GatewayConfiguration) -> [Diagnostic] {
    var tls = TLSFileRules(machine: machine, settings: settings)
    // With telemetry off no target is connected to.
    let targets = configuration.enabled ? Array(configuration.targets.keys) : []
    for files in TLSFiles.all(settings.draft(), targets: targets) { tls.check(files) }
    return tls.diagnostics + SecretFileRule(files: machine.files).findings(settings)
      + (configuration.enabled ? StateRules(machine: machine).relativeFiles(settings, configuration) : [])
  }

  /// What `run` notices by itself once it has tried: the gateway warns where it happens.
  func predictions(_ result: LoadResult) -> [Diagnostic] {
    guard let configuration = result.configuration, configuration.enabled else { return [] }
    return StateRules(machine: machine).pseudonymKey(configuration)
      + DoubleSampling.findings(result.settings, configuration.sampling)
  }
}
