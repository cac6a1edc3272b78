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
    let (paths, sight) = list.added
    watch = FileWatch(paths: paths, sight: sight)
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watch = watch
      while !Task.isCancelled {
        try? await Task.sleep(for: Self.period)
        let (paths, added) = list.added
        if watch.isDue(paths: paths, sight: FileStamp.sight(of: paths), added: added) { trigger() }
      }
    }
  }
}
