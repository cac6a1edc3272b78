package import PrivacyCatalogue
package import TelemetryEngine

/// What privacy does to some requests, under one plan after the other.
package struct PrivacyPreview: Sendable {
  package struct Change: Sendable, Equatable {
    /// Which request, counted from 1.
    package let request: Int
    package let signal: Signal
    package let place: PlacedChange
  }

  package struct Result: Sendable {
    package let mode: PrivacyMode
    package let profile: String?
    package internal(set) var received = 0
    package internal(set) var kept = 0
    /// Why items were rejected, one sentence for each request with such.
    package internal(set) var rejections: [String] = []
    package internal(set) var changes: [Change] = []
    /// How often each rule changed something, as `hephaestus_gw_redactions_total` counts it, in the order of
    /// the rules, without those that changed nothing.
    package internal(set) var rules: [(rule: PrivacyRule, count: Int)] = []

    package var leftOut: Int { changes.count { $0.place.isLeftOut } }
  }

  /// What the input is called: a path, or `-`.
  package let input: String
  package let requests: [PreviewRequest]
  package let results: [Result]

  /// Processes the requests as a gateway does that keeps every item.
  package init(
    of requests: [PreviewRequest], input: String, plans: [PreviewPlan]
  ) throws(PreviewError) {
    self.input = input
    self.requests = requests
    var results: [Result] = []
    for plan in plans { results.append(try Self.result(of: plan, requests)) }
    self.results = results
  }

  private static func result(
    of plan: PreviewPlan, _ requests: [PreviewRequest]
  ) throws(PreviewError) -> Result {
    var pipeline = TelemetryPipeline(plan.options)
    pipeline.recordsRedactions = true
    var result = Result(mode: plan.mode, profile: plan.profile)
    var counts: [Int] = []
    for (index, request) in requests.enumerated() {
      var output = WireBuffer(minimumCapacity: request.bytes.count)
      let items: RequestItems
      do throws(WireError) {
        items = try unsafe pipeline.process(request.signal, request.bytes.span.bytes, into: &output)
      } catch {
        throw .refused(request: index + 1, error)
      }
      result.received += items.received
      result.kept += items.kept
      if items.rejected > 0 { result.rejections.append(items.rejectionMessage(request.signal)) }
      pipeline.addRedactions(to: &counts)
      result.changes += unsafe ChangePlacer.changes(
        pipeline.redactionLog, request.signal, request.bytes.span.bytes
      ).map { Change(request: index + 1, signal: request.signal, place: $0) }
    }
    result.rules = PrivacyRule.allCases.compactMap { rule in
      counts.indices.contains(rule.rawValue) && counts[rule.rawValue] > 0
        ? (rule, counts[rule.rawValue]) : nil
    }
    return result
  }
}
