/// Decides from what files look like, once a second, when to load them again.
///
/// A change counts once it looks the same twice: an editor that writes in two steps, or a directory of
/// links that is swapped, is then done. Looking is enough: it follows every kind of replacement, on every
/// file system, where notifications are lost with the inode that they were asked of.
package struct FileWatch<Stamp: Equatable & Sendable>: Sendable {
  /// By path; what is not there has none.
  package typealias Sight = [String: Stamp]

  private var loaded: Sight
  private var last: Sight
  private var paths: Set<String>

  /// `sight` is what `paths` look like as they are loaded.
  package init(paths: Set<String>, sight: Sight) {
    loaded = sight
    last = sight
    self.paths = paths
  }

  /// Takes a look at `paths`. Where they are others than before, `added` is what the new ones looked like as
  /// they were loaded.
  package mutating func isDue(paths: Set<String>, sight: Sight, added: Sight) -> Bool {
    for path in paths.subtracting(self.paths) {
      loaded[path] = added[path]
      last[path] = added[path]
    }
    for path in self.paths.subtracting(paths) { loaded[path] = nil }
    self.paths = paths
    let isStable = sight == last
    last = sight
    guard isStable, sight != loaded else { return false }
    loaded = sight
    return true
  }
}
