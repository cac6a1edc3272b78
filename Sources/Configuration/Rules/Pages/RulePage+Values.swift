extension RulePage {
  static let unknownKey = RulePage(
    .unknownKey, "unknown-key", .error, "There is no setting, section or rule of that name.",
    """
    A misspelt key would otherwise do nothing, silently. Where one name is near, it is suggested; where it is \
    certain, `validate --fix` writes it. Settings stand in a profile or bundle, not at the top of the file, where \
    there are only `version`, `include`, `bundles`, `profiles` and `lint`.
    """,
    wrong: "sampling: { ration: 0.1 }", right: "sampling: { ratio: 0.1 }")

  static let wrongType = RulePage(
    .wrongType, "wrong-type", .error, "The value is not of the setting's type.",
    """
    The message says what is accepted. Values get their type from the setting, not from how they look: `port: \
    "9464"` is a number, a service called 1.10 is a text. Words that YAML 1.1 read as booleans (yes, no, on, off) \
    are texts here. Sizes and durations need a unit: 64MiB, 2MB, 200ms, 5s, 1m30s.
    """,
    wrong: "sampling: { ratio: yes }", right: "sampling: { ratio: 1.0 }")

  static let outOfRange = RulePage(
    .outOfRange, "out-of-range", .error, "The value is of the right type and out of range.",
    """
    The message gives the range and its unit. A value past its range has no meaning (a ratio above 1, a port above \
    65535) or would harm the process (a queue without bound), so it is refused instead of being cut to size.
    """,
    wrong: "sampling: { ratio: 20 }", right: "sampling: { ratio: 0.2 }")

  static let notAvailable = RulePage(
    .notAvailable, "not-available", .error, "The value is known and this version cannot do it.",
    """
    The setting is part of the format and not of this program yet. To ignore it would promise something that \
    does not happen. Use one of the values that the message names, or a version that has it.
    """,
    wrong: "delivery: { guarantee: end_to_end }", right: "delivery: { guarantee: memory }")

  static let conflict = RulePage(
    .conflict, "conflict", .error, "Settings contradict each other, or one lacks another that it needs.",
    """
    Such as a target without an endpoint, a gRPC endpoint with an HTTP protocol, a certificate without its key, a \
    header that the gateway writes itself, a first retry interval above the longest. The finding stands at one of \
    the two; the other may be in a bundle. `hephaestus-gw explain` shows where each comes from.
    """,
    wrong: #"targets: { default: { endpoint: "grpc://collector.internal", protocol: http/json } }"#,
    right: #"targets: { default: { endpoint: "https://collector.internal", protocol: http/json } }"#)

  static let malformedReference = RulePage(
    .malformedReference, "malformed-reference", .error, "`${…}` that is not a reference.",
    """
    A reference is ${env:NAME}, ${env:NAME:-default}, ${env:NAME:?message} or ${file:/path}. The source is always \
    named, so that a text from a shell script is not taken for one. `$${` writes the characters themselves.
    """,
    wrong: #"service: { name: "${NAME}" }"#, right: #"service: { name: "${env:NAME}" }"#)

  static let undefinedReference = RulePage(
    .undefinedReference, "undefined-reference", .error,
    "A reference without default has no value on this machine.",
    """
    The variable is not set (or empty), or the file cannot be read. `validate` alone does not look, since a build \
    machine has no production secrets; `validate --environment` and `run` do. Set the variable, create the file, \
    or give a default: ${env:NAME:-default}.
    """)

  static let ownReceiver = RulePage(
    .ownReceiver, "own-receiver", .error, "A target is one of this gateway's own receivers.",
    """
    What the gateway sent would come back to it, be sampled and sent again, for ever. Point the target at the \
    collector, or move the receiver if the collector has its address. In the environment such an endpoint is \
    meant for the programs around the gateway; there it is passed over with a warning.
    """,
    wrong: #"targets: { default: { endpoint: "http://localhost:4318" } }"#,
    right: #"targets: { default: { endpoint: "https://collector.internal:4318" } }"#)
}
