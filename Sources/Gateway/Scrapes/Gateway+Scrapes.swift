internal import Configuration
internal import PrometheusExport
internal import Transport

extension Gateway {
  func metricsPage(_ request: StatusRequest) async -> StatusResponse {
    let response = await scrape(request)
    if response.status != 404 { scrapes.count(response.status) }
    return response
  }

  private func scrape(_ request: StatusRequest) async -> StatusResponse {
    let prometheus = running.configuration.prometheus
    if let refusal = ScrapeAccess(prometheus.auth).refusal(request.authorization) { return refusal }
    guard request.path == prometheus.path else {
      return .text(404, "not found; the metrics are at \(prometheus.path)")
    }
    guard let place = scrapes.begin() else {
      return .text(
        503, "\(ScrapeLedger.maxOpen) scrapes are being written; come back later",
        headers: [("retry-after", "1")])
    }
    let families = await families()
    let format = ScrapeFormat.negotiated(request.accept)
    let coding = ScrapeCoding.negotiated(request.acceptEncoding)
    let scrapes = scrapes
    return StatusResponse(
      status: 200, contentType: format.contentType, headers: coding.headers,
      body: .pieces {
        let pieces = ScrapePieces(families, format, coding, scrapes, place)
        return { pieces.next() }
      })
  }

  /// Everything that is shown. Of two families with one name the first decides what that name means.
  private func families() async -> [ExposedFamily] {
    let report = await report()
    let own = await selfMetrics(report).families.map(\.exposed)
    let options = SeriesOptions(running.configuration)
    let plugins = report.plugins.families(options.attributesLabel).map(\.exposed)
    let spans = report.spans?.families(registries.spanLabels, options.translator) ?? []
    return own + plugins + spans + (await receivedFamilies())
  }
}

extension ScrapeCoding {
  /// A cache must not take one coding for another.
  fileprivate var headers: [(name: String, value: String)] {
    let vary = [(name: "vary", value: "accept, accept-encoding")]
    return self == .identity ? vary : vary + [("content-encoding", rawValue)]
  }
}
