package import Delivery
package import Logging

/// Lets one line for each kind of event and peer through in a window of time, and sums up the rest.
///
/// A state machine without a clock. The first event of a kind and peer is logged and opens a window;
/// those that follow are counted. When the window ends, a summary takes the place of the counted ones and
/// opens the next window, so that a flood makes one line in each.
package struct RepeatLimiter: Sendable {
  package struct Key: Sendable, Hashable {
    package var kind: String
    /// An address without its port; empty when there is none.
    package var peer: String

    package init(kind: String, peer: String) {
      self.kind = kind
      self.peer = peer
    }
  }

  /// Stands for events that were not logged.
  package struct Summary: Sendable, Equatable {
    package let key: Key
    package let level: Logger.Level
    /// The message of the window's first event.
    package let message: String
    package let repeats: Int
    package let window: Duration
  }

  package struct Verdict: Sendable, Equatable {
    /// To be logged first.
    package let summary: Summary?
    /// Whether the event itself is to be logged.
    package let isLogged: Bool
  }

  private struct Window {
    var start: MonotonicTime
    var level: Logger.Level
    var message: String
    var repeats = 0
  }

  /// The peer of events whose own peer found no place any more.
  package static let otherPeers = "others"

  private let window: Duration
  private let maxKeys: Int
  private var windows: [Key: Window] = [:]
  /// Events that were not logged by themselves.
  package private(set) var suppressed = 0

  /// `window` is 10 seconds and `maxKeys`, the combinations of kind and peer that are told apart, 1,024
  /// unless a test says otherwise. Beyond them the peers of a kind share one window; beyond twice as many
  /// combinations nothing is logged, only counted.
  package init(window: Duration = .seconds(10), maxKeys: Int = 1024) {
    self.window = window
    self.maxKeys = maxKeys
  }

  /// Decides about one event.
  package mutating func admit(
    _ key: Key, level: Logger.Level, message: String, now: MonotonicTime
  ) -> Verdict {
    guard let key = place(for: key) else {
      suppressed += 1
      return Verdict(summary: nil, isLogged: false)
    }
    let summary = close(key, now)
    if windows[key] != nil {
      windows[key]?.repeats += 1
      suppressed += 1
      return Verdict(summary: summary, isLogged: false)
    }
    windows[key] = Window(start: now, level: level, message: message)
    return Verdict(summary: summary, isLogged: true)
  }

  /// The summaries of the windows that have ended; to be called about once a second.
  package mutating func due(now: MonotonicTime) -> [Summary] {
    sorted(windows.keys).compactMap { close($0, now) }
  }

  /// The summaries of all windows, ended or not, for the end of the run.
  package mutating func flush() -> [Summary] {
    defer { windows = [:] }
    return sorted(windows.keys).compactMap { key in
      windows[key].flatMap { $0.repeats > 0 ? summary(key, $0) : nil }
    }
  }

  private func place(for key: Key) -> Key? {
    if windows[key] != nil || windows.count < maxKeys { return key }
    let shared = Key(kind: key.kind, peer: Self.otherPeers)
    return windows[shared] != nil || windows.count < 2 * maxKeys ? shared : nil
  }

  /// Ends the key's window if its time is over.
  private mutating func close(_ key: Key, _ now: MonotonicTime) -> Summary? {
    guard let ended = windows[key], now.since(ended.start) >= window else { return nil }
    guard ended.repeats > 0 else {
      windows[key] = nil
      return nil
    }
    windows[key] = Window(start: now, level: ended.level, message: ended.message)
    return summary(key, ended)
  }

  private func summary(_ key: Key, _ ended: Window) -> Summary {
    Summary(
      key: key, level: ended.level, message: ended.message, repeats: ended.repeats, window: window)
  }

  private func sorted(_ keys: some Sequence<Key>) -> [Key] {
    keys.sorted { ($0.kind, $0.peer) < ($1.kind, $1.peer) }
  }
}
