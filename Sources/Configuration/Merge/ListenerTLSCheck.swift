/// A listener speaks TLS with a certificate and its key, or not at all.
enum ListenerTLSCheck {
  static func findings(_ settings: ResolvedSettings, _ faulty: FaultyPaths) -> [Diagnostic] {
    [["receivers", "otlp", "grpc", "tls"], ["receivers", "otlp", "http", "tls"], ["prometheus", "tls"]]
      .flatMap {
        let section = SettingPath($0)
        let written = ["cert_file", "key_file", "client_ca_file"].compactMap {
          settings.assignment(at: section.appending($0))
        }
        let names = written.compactMap(\.path.components.last)
        guard let first = written.first,
          let lacking = ["cert_file", "key_file"].first(where: { !names.contains($0) }),
          !faulty.contains(section.appending(lacking))
        else { return [Diagnostic]() }
        return [
          Diagnostic(
            .error, .conflict, "\(first.subject) needs `\(lacking)` beside it", at: first.place,
            path: first.path)
        ]
      }
  }
}
