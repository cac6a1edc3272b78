extension Credentials {
  /// Keys of backends that have a name of their own, which no word gives away.
  private static let headers: Set<String> = [
    "x-honeycomb-team", "x-insert-key", "x-scope-key", "uptrace-dsn",
  ]

  /// Whether a header of that name carries a credential.
  static func isHeader(_ name: String) -> Bool { isName(name) || headers.contains(name.lowercased()) }
}
