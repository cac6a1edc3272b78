import PrometheusExport

/// A scrape as a whole.
func render(_ families: [ExposedFamily], _ format: ScrapeFormat = .plain) -> String {
  var renderer = ScrapeRenderer(families, format)
  var bytes: [UInt8] = []
  while let chunk = renderer.next() { bytes += chunk }
  return String(decoding: bytes, as: UTF8.self)
}
