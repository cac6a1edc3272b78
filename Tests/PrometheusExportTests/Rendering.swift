import PrometheusExport

/// A scrape as a whole.
func renderBytes(_ families: [ExposedFamily], _ format: ScrapeFormat) -> [UInt8] {
  var renderer = ScrapeRenderer(families, format)
  var bytes: [UInt8] = []
  while let chunk = renderer.next() { bytes += chunk }
  return bytes
}

/// A scrape as a whole, where it is a text.
func render(_ families: [ExposedFamily], _ format: ScrapeFormat = .plain) -> String {
  String(decoding: renderBytes(families, format), as: UTF8.self)
}

/// The lines of a scrape that have values.
func samples(_ families: [ExposedFamily], _ format: ScrapeFormat = .plain) -> [String] {
  render(families, format).split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
}
