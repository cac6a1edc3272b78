internal import ServiceLifecycle

/// Looks at the configuration's files twice a second and calls when they are to be loaded again.
struct FileWatchService: Service {
  private static let period = Duration.milliseconds(500)

  private let list: WatchList
  private let watch: FileWatch<FileStamp>
  private let trigger: @Sendable () -> Void

  /// What changes after this call is noticed.
  init(_ list: WatchList, trigger: @escaping @Sendable () -> Void) {
    self.list = list
    self.trigger = trigger
    watch = FileWatch(paths: list.paths, sight: Self.sight(list.paths))
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watch = watch
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.period)
        let paths = list.paths
        if watch.isDue(paths: paths, sight: Self.sight(paths)) { trigger() }
      }
    }
  }

  private static func sight(_ paths: Set<String>) -> [String: FileStamp] {
    var sight: [String: FileStamp] = [:]
    for path in paths { sight[path] = FileStamp(of: path) }
    return sight
  }
}
