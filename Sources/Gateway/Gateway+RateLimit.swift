internal import Delivery
internal import TelemetryEngine

extension Gateway {
  /// Once a second sets the thresholds that hold each service to its rate, if there is one; returns when the
  /// task is cancelled.
  package func limitRates() async {
    var last = MonotonicTime.now
    while !Task.isCancelled {
      // Cancelled because the start failed, there are no loops left that could be asked.
      guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
      let now = MonotonicTime.now
      await limitRates(within: now.since(last))
      last = now
    }
  }

  private func limitRates(within elapsed: Duration) async {
    guard let limit = plan.engine.sampler.rateLimit else {
      // Engines forget their thresholds themselves when a reload takes the limit away.
      rateLimiter = RateLimiter()
      return
    }
    let demand = await pipelines.takeRateDemand()
    let thresholds = rateLimiter.update(
      demand, seconds: Double(elapsed.wholeNanoseconds) / 1e9, limit: limit)
    await pipelines.limit(to: thresholds)
  }
}
