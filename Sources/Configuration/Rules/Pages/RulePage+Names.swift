extension RulePage {
  static let unknownBundle = RulePage(
    .unknownBundle, "unknown-bundle", .error, "A profile or bundle lists a bundle that is not there.",
    """
    Bundles are declared under `bundles` of the file or of a file it includes. Check the spelling, and that the \
    file with the bundle is included.
    """,
    wrong: "version: 1\nprofiles: { default: { enabled: false, bundles: [colector] } }",
    right: """
      version: 1
      bundles: { collector: { service: { name: build } } }
      profiles: { default: { enabled: false, bundles: [collector] } }
      """)

  static let unknownProfile = RulePage(
    .unknownProfile, "unknown-profile", .error,
    "`extends`, `--profile` or HEPHAESTUS_PROFILE names a profile that is not there.",
    """
    A wrong name never falls back to another profile: the gateway would run with settings that nobody chose. The \
    message lists the profiles there are and the files that were looked for.
    """,
    wrong: "version: 1\nprofiles: { ci: { extends: defualt }, default: { enabled: false } }",
    right: "version: 1\nprofiles: { ci: { extends: default }, default: { enabled: false } }")

  static let environment = RulePage(
    .environment, "environment", .error, "An environment variable has a value that it does not accept.",
    """
    The message names the variable and what it accepts. OpenTelemetry's SDKs fall back to a default in such cases; \
    a gateway that falls back to another sampler costs somebody money, so this one does not start. Durations in \
    variables are whole milliseconds; booleans are `true` and `false` only.
    """)

  static let flag = RulePage(
    .flag, "flag", .error, "A `--set` is not `path=value`.",
    """
    Write the path of the setting as `explain` shows it, and the value as in a file: \
    `--set sampling.ratio=0.1`, `--set "targets.default.signals=[traces]"`.
    """)

  static let addedTarget = RulePage(
    .addedTarget, "added-target", .warning, "The environment adds a target to those of the profile.",
    """
    OTEL_EXPORTER_OTLP_ENDPOINT sets the target `default`. The profile has targets of other names, which stay: \
    everything is sent to all of them. Call the profile's own target `default` if the variable should replace it, \
    or unset the variable.
    """)

  static let ignoredVariable = RulePage(
    .ignoredVariable, "ignored-variable", .warning, "An environment variable is set and not read.",
    """
    Such as OTEL_CONFIG_FILE, a name that nothing reads, or an endpoint that is this gateway's own receiver. The \
    last tells the programs around the gateway where to send, and is no target. Unset it for the gateway if it \
    was meant for others, or mend the name.
    """)
}
