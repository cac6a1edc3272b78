/// Listeners that everybody can reach.
enum OpenListener {
  static let page = RulePage(
    .openListener, "open-listener", .warning, "A listener is open to every address, without TLS.",
    """
    0.0.0.0 and :: are all addresses of the machine. Whoever can reach a receiver there can send telemetry, and who \
    can reach the Prometheus port can read the numbers. The built-in host of Prometheus is 0.0.0.0, as the toolkit's \
    guide has it, so an enabled profile that does not set `prometheus.host` is reported too. Bind 127.0.0.1 if only \
    programs on this machine need it; give receivers a certificate, and for clients that are known a \
    `client_ca_file`.

    In a container, or where a firewall stands before it, say so: `# hg-ignore HG113 the network policy allows \
    Prometheus only`.
    """,
    wrong: #"receivers: { otlp: { http: { listen: "0.0.0.0:4318" } } }"#,
    right: #"receivers: { otlp: { http: { listen: "127.0.0.1:4318" } } }"#)
}
