/// Which files a command may be, as POSIX has a shell look for it.
package enum ExecutableSearch {
  /// Where no `PATH` is set.
  private static let defaultPath = "/bin:/usr/bin"

  /// The command itself if there is a slash in it, else one file for each folder of the path, of which an empty
  /// one is the working directory.
  ///
  /// - Parameters:
  ///   - command: As it was given; not necessarily UTF-8.
  ///   - path: The value of `PATH`; nil if it is not set.
  /// - Returns: Files in the order in which they are to be tried.
  package static func candidates(for command: [UInt8], path: [UInt8]?) -> [[UInt8]] {
    let slash = UInt8(ascii: "/")
    guard !command.isEmpty else { return [] }
    guard !command.contains(slash) else { return [command] }
    return (path ?? Array(defaultPath.utf8))
      .split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { folder in folder.isEmpty ? command : Array(folder) + [slash] + command }
  }
}
