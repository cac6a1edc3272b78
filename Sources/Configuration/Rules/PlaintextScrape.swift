/// Credentials that scrapers send in the clear.
enum PlaintextScrape {
  static let rule = ProfileRule(.plaintextCredential) { profile in
    guard let listener = profile.listeners.first(where: { $0.kind == .prometheus }),
      !HostText.isLoopback(listener.host),
      profile.settings.assignment(at: SettingPath(["prometheus", "tls", "cert_file"])) == nil
    else { return [] }
    return ["password", "bearer_token"].compactMap { name in
      profile.settings.assignment(at: SettingPath(["prometheus", "auth", name]))
    }.map { credential in
      Diagnostic(
        .warning, .plaintextCredential,
        "\(credential.subject) is asked for at \(listener.host) without TLS, where others can read it; set "
          + "`prometheus.tls` with a certificate",
        at: credential.place, path: credential.path)
    }
  }
}
