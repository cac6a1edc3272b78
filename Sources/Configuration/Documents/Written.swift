internal import YAMLTree

/// What stands in a file for one setting, with credentials masked.
struct Written {
  private(set) var scalars: [ScalarText] = []
  private(set) var isMasked = false
  private(set) var source = GatewayConfiguration.Secret("")
  /// In flow form.
  private(set) var text = "null"

  /// A `null`.
  init() {}

  /// What stands there is a credential unless it is a reference where `isSensitive`.
  init(_ scalars: [YAMLScalar], isSensitive: Bool, isList: Bool) {
    for scalar in scalars {
      let visible = isSensitive ? Credentials.masked(scalar.text) : Credentials.maskedURL(scalar.text)
      isMasked = isMasked || visible != scalar.text
      self.scalars.append(ScalarText(visible, isPlain: scalar.style == .plain))
    }
    source = GatewayConfiguration.Secret(
      scalars.map { "\($0.style == .plain)\($0.text)" }.joined(separator: "\u{0}"))
    let texts = self.scalars.map(\.text)
    text = isList ? "[" + texts.joined(separator: ", ") + "]" : texts.first ?? ""
  }
}
