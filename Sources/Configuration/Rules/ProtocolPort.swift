/// 4317 and 4318 with the protocol of the other.
enum ProtocolPort {
  static let page = RulePage(
    .protocolPort, "protocol-port", .warning, "4317 with an HTTP protocol, or 4318 with gRPC.",
    """
    By convention collectors receive OTLP/gRPC at 4317 and OTLP/HTTP at 4318, and each refuses the other. An endpoint \
    with `http://` or `https://` is OTLP/HTTP unless `protocol: grpc` says otherwise. Write `grpc://` or `grpcs://` \
    for 4317, or take 4318. The receivers of this gateway are checked in the same way.
    """,
    wrong: #"targets: { default: { endpoint: "https://collector.internal:4317" } }"#,
    right: #"targets: { default: { endpoint: "grpcs://collector.internal:4317" } }"#)
}
