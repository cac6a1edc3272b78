import NIOCore
import TelemetryEngine

/// A request under way: what is sent, until when, and who waits for the outcome. Ends once.
final class PendingExport {
  let request: OutgoingRequest
  /// Whether it was sent again because a kept-alive connection turned out to be closed.
  var isRetried = false
  private(set) var startedAt = NIODeadline.now()
  private let eventLoop: any EventLoop
  private var completion: ((ExportOutcome) -> Void)?
  private var timer: Scheduled<Void>?

  init(
    _ request: OutgoingRequest, on eventLoop: any EventLoop,
    completion: @escaping (ExportOutcome) -> Void
  ) {
    self.request = request
    self.eventLoop = eventLoop
    self.completion = completion
  }

  var isEnded: Bool { completion == nil }

  /// Calls `action` when the request's time is up, unless it has ended by then. No time is no limit.
  func startTimer(_ action: @escaping (PendingExport) -> Void) {
    guard request.timeout > .zero else { return }
    timer = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(request.timeout)) { [weak self] in
      guard let self, !isEnded else { return }
      action(self)
    }
  }

  /// Ends the request; later calls change nothing. The caller hears of it after the current event,
  /// so that it may call the client again from there.
  func end(_ outcome: ExportOutcome) {
    guard let completion else { return }
    self.completion = nil
    timer?.cancel()
    timer = nil
    eventLoop.assumeIsolated().execute { completion(outcome) }
  }

  func endUnanswered(_ reason: String) {
    end(.unanswered(reason: reason))
  }

  func endTimedOut(_ stage: String) {
    endUnanswered("timed out after \(shortText(request.timeout)) \(stage)")
  }
}

/// A duration in whole milliseconds or seconds, for messages.
func shortText(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let milliseconds = attoseconds / 1_000_000_000_000_000
  return milliseconds == 0 ? "\(seconds) s" : "\(seconds * 1000 + milliseconds) ms"
}
