extension GatewayConfiguration.Destination {
  /// The path, with query, that an OTLP/HTTP request for a signal goes to: `v1/<signal>` joined to a base
  /// with exactly one slash and before the query; a final path as it is, `/` if it is empty. For gRPC,
  /// whose method names are fixed, and for what is not a network target, nil.
  package func requestPath(for signal: GatewayConfiguration.SignalName) -> String? {
    guard case .otlp(let kind, _, _, _, let path, let isFinal) = self, kind != .grpc else { return nil }
    let base = path.prefix { $0 != "?" }
    let query = path.dropFirst(base.count)
    if isFinal { return (base.isEmpty ? "/" : String(base)) + query }
    var end = base
    while end.last == "/" { end.removeLast() }
    return "\(end)/v1/\(signal.rawValue)\(query)"
  }
}
