/// A receiver speaks TLS with a certificate and its key, or not at all.
enum ListenerTLSCheck {
  static func findings(_ settings: ResolvedSettings) -> [Diagnostic] {
    ["grpc", "http"].flatMap { receiver in
      let section = SettingPath(["receivers", "otlp", receiver, "tls"])
      let written = ["cert_file", "key_file", "client_ca_file"].compactMap {
        settings.assignment(at: section.appending($0))
      }
      let names = written.compactMap(\.path.components.last)
      guard let first = written.first,
        let lacking = ["cert_file", "key_file"].first(where: { !names.contains($0) })
      else { return [Diagnostic]() }
      return [
        Diagnostic(
          .error, .conflict, "\(first.subject) needs `\(lacking)` beside it", at: first.place,
          path: first.path)
      ]
    }
  }
}
