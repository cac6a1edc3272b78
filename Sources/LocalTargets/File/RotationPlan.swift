/// Decides when a file is rotated and what its old files are renamed to.
///
/// `NAME` is the file being written, `NAME.1` the one before it, up to `NAME.5`, the oldest: six files
/// at most, of 100 MiB each.
package struct RotationPlan: Sendable {
  /// One rename; 0 stands for the file being written, other numbers for the old file of that number.
  package struct Rename: Equatable, Sendable {
    package let from: Int
    package let to: Int
  }

  /// A file is not made larger than this many bytes, except by a line that alone is longer.
  package let maximumFileSize: Int
  /// How many old files there are beside the one being written; at least one.
  package let keptFiles: Int

  package init(maximumFileSize: Int = 100 << 20, keptFiles: Int = 5) {
    self.maximumFileSize = max(1, maximumFileSize)
    self.keptFiles = max(1, keptFiles)
  }

  /// Whether a line of `count` bytes belongs into a new file, given how large the present one is.
  package func startsNewFile(size: Int, adding count: Int) -> Bool {
    size > 0 && count > maximumFileSize - size
  }

  /// Makes way for a new file. The first free number ends the shifting, so that a rotation that was
  /// cut short loses nothing; if none is free, the oldest file is replaced.
  ///
  /// - Parameter oldFiles: the numbers of the old files there are.
  /// - Returns: what to rename, in this order.
  package func renames(oldFiles: Set<Int>) -> [Rename] {
    let free = (1...keptFiles).first { !oldFiles.contains($0) } ?? keptFiles
    return (0..<free).reversed().map { Rename(from: $0, to: $0 + 1) }
  }
}
