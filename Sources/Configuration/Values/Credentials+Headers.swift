extension Credentials {
  /// Headers that are credentials by themselves: names that no word gives away, and keys of backends that have
  /// one of their own.
  private static let headers: Set<String> = [
    "cookie", "x-honeycomb-team", "x-insert-key", "x-license-key", "uptrace-dsn",
  ]

  /// Whether a header of that name carries a credential.
  static func isHeader(_ name: String) -> Bool { isName(name) || headers.contains(name.lowercased()) }
}
