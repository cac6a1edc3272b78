import Configuration
import Testing

/// What a gateway that watches its configuration has to look at.
@Suite struct FilesReadTests {
  private func load(_ files: [String: String]) -> LoadResult {
    ConfigurationLoader(machine: Machine(environment: [:], files: MemoryFiles(files))).load(
      configPath: "etc/f.yaml", profile: "p", overrides: [])
  }

  @Test func everyFileThatCountsIsThereOnce() {
    let result = load([
      "etc/f.yaml": """
      version: 1
      include: [bundles/*.yaml, more.yaml]
      profiles:
        p:
          enabled: true
          service: { name: "${file:/name}" }
          targets: { t: { endpoint: "https://t.example", tls: { ca_file: /ca.pem } } }
      """,
      "etc/bundles/a.yaml": "bundles: { a: { service: { name: x } } }", "etc/more.yaml": "bundles: {}",
      "/name": "n", "/ca.pem": "c", "/unrelated": "",
    ])
    #expect(result.diagnostics.filter { $0.severity == .error }.isEmpty)
    #expect(result.path == "etc/f.yaml")
    #expect(
      Set(result.filesRead) == [
        "etc/f.yaml", "etc/bundles", "etc/bundles/a.yaml", "etc/more.yaml", "/name", "/ca.pem",
      ])
    #expect(result.filesRead.count == Set(result.filesRead).count)
    #expect(result.configuration?.tlsFiles.map(\.setting.description) == ["targets.t.tls.ca_file"])
  }

  @Test func whatIsMissingIsLookedForAgain() {
    #expect(load([:]).filesRead == ["etc/f.yaml"])
    let result = load(["etc/f.yaml": "version: 1\nprofiles: { p: { service: { name: '${file:/name}' } } }"])
    #expect(result.configuration == nil)
    #expect(result.filesRead.contains("/name"))
  }
}
