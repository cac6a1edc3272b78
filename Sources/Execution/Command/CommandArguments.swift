internal import PrivacyCatalogue

/// The arguments of a command as its span tells them, before the privacy mode has its say: that sees each argument
/// by itself, and not that `--password` makes a credential of the next one.
package enum CommandArguments {
  /// Bytes of arguments in one span.
  private static let maxBytes = 16 << 10
  private static let maxCount = 512
  /// Stands for the arguments that are too much. A cut through one could make a credential look like none.
  private static let rest = "…"
  /// Options with `user:password`, of curl and its like.
  private static let loginOptions: Set<String> = ["-u", "--user", "--proxy-user", "-U"]

  /// - Parameters:
  ///   - arguments: The command and what follows it.
  ///   - replacement: Stands for a credential.
  /// - Returns: The arguments without credentials that only their place gives away, the last ones left out where
  ///   all are too much.
  package static func recorded(_ arguments: [String], replacement: String) -> [String] {
    var recorded: [String] = []
    var bytes = 0
    for (index, argument) in arguments.enumerated() {
      bytes += argument.utf8.count
      guard bytes <= maxBytes, recorded.count < maxCount else { return recorded + [rest] }
      recorded.append(index == 0 ? argument : shown(argument, after: arguments[index - 1], replacement))
    }
    return recorded
  }

  private static func shown(_ argument: String, after option: String, _ replacement: String) -> String {
    if let equals = argument.firstIndex(of: "="), CredentialKeys.isParameter(String(argument[..<equals])) {
      return argument[...equals] + replacement
    }
    guard option.hasPrefix("-"), !option.contains("="), !argument.hasPrefix("--") else { return argument }
    if CredentialKeys.isParameter(option) { return replacement }
    if loginOptions.contains(option), let colon = argument.firstIndex(of: ":") {
      return argument[...colon] + replacement
    }
    return argument
  }
}
