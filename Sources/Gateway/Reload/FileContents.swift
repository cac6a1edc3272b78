/// What files held when they were looked at, to tell whether it is something else now. Keeps a hash that
/// differs from process to process, not the bytes: some of these files are private keys.
package struct FileContents: Sendable, Equatable {
  private var hashes: [String: Int] = [:]

  package init() {}

  /// Reads every file; one that cannot be read has nothing in it.
  package init(of paths: some Sequence<String>, read: (String) -> [UInt8]?) {
    for path in paths where hashes[path] == nil {
      hashes[path] = read(path).hashValue
    }
  }

  /// Whether the file holds the same in both; a file that only one of them looked at does not.
  package func agrees(with other: FileContents, on path: String) -> Bool {
    hashes[path] != nil && hashes[path] == other.hashes[path]
  }
}
