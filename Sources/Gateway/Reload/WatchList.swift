internal import Synchronization

/// The files that are watched, between the one who loads and the one who looks.
package final class WatchList: Sendable {
  private struct List {
    var paths: Set<String>
    var sight: FileWatch<FileStamp>.Sight
  }

  private let list: Mutex<List>

  /// The paths, as they look now.
  package init(_ paths: Set<String>) { list = Mutex(List(paths: paths, sight: FileStamp.sight(of: paths))) }

  package var paths: Set<String> { list.withLock { $0.paths } }

  /// The paths, and what each looked like when it was added.
  var added: (paths: Set<String>, sight: FileWatch<FileStamp>.Sight) {
    list.withLock { ($0.paths, $0.sight) }
  }

  /// Adds paths that were just loaded; `alone` forgets those that were there before.
  package func look(at paths: Set<String>, alone: Bool) {
    let sight = FileStamp.sight(of: paths)
    list.withLock { list in
      if alone { list = List(paths: [], sight: [:]) }
      list.paths.formUnion(paths)
      list.sight.merge(sight) { $1 }
    }
  }
}
