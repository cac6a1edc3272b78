package import Configuration
internal import ServiceLifecycle

/// What a reload is done to.
package protocol Reloadable: Sendable {
  /// Goes over to what was loaded, or stays as it is. Called once at a time. Nil when it was not the time.
  @discardableResult
  func reload(_ loaded: LoadResult) async -> ReloadLedger.Result?
}

/// Loads the configuration again at every trigger, one after the other.
///
/// Ends with the stream of triggers, which should keep one at a time: a trigger that comes during a reload
/// then makes one more, however many came.
package struct ReloadService<Triggers: AsyncSequence & Sendable>: Service
where Triggers.Element == Void, Triggers.Failure == Never {
  private let source: ReloadSource
  private let target: any Reloadable
  private let triggers: Triggers
  private let watched: WatchList?

  package init(
    _ source: ReloadSource, target: any Reloadable, triggers: Triggers, watched: WatchList? = nil
  ) {
    self.source = source
    self.target = target
    self.triggers = triggers
    self.watched = watched
  }

  package func run() async throws {
    for await _ in triggers.cancelOnGracefulShutdown() {
      let loaded = source.load()
      // What could not be loaded may be mended where it was looked for; what runs still counts.
      watched?.look(at: loaded.files, alone: loaded.configuration != nil)
      await target.reload(loaded)
    }
  }
}
