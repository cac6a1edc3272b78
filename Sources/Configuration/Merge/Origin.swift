package import YAMLTree

/// Where a value comes from.
package enum Origin: Sendable, Equatable {
  package enum Fragment: Sendable, Equatable, Hashable {
    case bundle(String)
    case profile(String)
  }

  case file(SourceRange, Fragment)
  case environment(String)
  case flag(String)
}

/// One layer giving one setting a value.
package struct Assignment: Sendable {
  package enum Value: Sendable {
    case decoded(DecodedValue)
    /// Depends on variables or files that are not looked at when a file is judged alone.
    case unknown
    /// `null`: back to the built-in default, whatever lower layers say.
    case reset
  }

  /// Stands where a credential or what came through a reference would.
  static let hidden = "[secret]"

  package var path: SettingPath
  package var value: Value
  /// The text as it stands in its source, references unresolved, `[secret]` for a literal credential; for
  /// a list in flow form.
  package var written: String
  /// The same as a file would hold it, each element of a list by itself. Empty for a `null`.
  package var scalars: [ScalarText] = []
  /// Whether `[secret]` stands in `scalars` for something that is not shown.
  package var isMasked = false
  /// All of `scalars` as it really stands, for comparing alone.
  var source = GatewayConfiguration.Secret("")
  /// Whether `written`'s value must never be shown: it came through a reference or is a credential.
  package var isSecret: Bool
  package var origin: Origin
  /// Of a list in a file, where each element stands.
  var elements: [SourceRange] = []
}
