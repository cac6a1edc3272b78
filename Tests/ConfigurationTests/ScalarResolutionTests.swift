import Configuration
import Testing

/// What a scalar is follows from its setting, not from how it looks.
@Suite struct ScalarResolutionTests {
  /// Written with and without quotes, where YAML allows both.
  @Test(arguments: [
    ("prometheus.port", "9464"), ("prometheus.port", "0x24F8"), ("prometheus.port", "0o22370"),
    ("sampling.ratio", "0.25"), ("sampling.ratio", ".25"), ("sampling.ratio", "25e-2"), ("enabled", "true"),
    ("enabled", "True"), ("limits.memory", "16MiB"), ("delivery.drain_timeout", "1m30s"),
    ("receivers.otlp.grpc.listen", "127.0.0.1:4317"), ("sampling.sampler", "always_on"),
  ])
  func quotesDoNotCount(path: String, text: String) throws {
    let parts = path.split(separator: ".")
    let opening = parts.map { "{ \($0): " }.joined()
    let closing = String(repeating: " }", count: parts.count)
    let written = ["\(text)", "\"\(text)\"", "'\(text)'", "!!str \(text)"].map {
      profile("<<: \(opening)\($0)\(closing)")
    }
    let block = profile(
      parts.enumerated().map { String(repeating: "  ", count: $0) + $1 + ":" }.joined(separator: "\n")
        + " >-\n" + String(repeating: "  ", count: parts.count) + text)
    let expected = try load(flags: ["\(path)=\(text)"])
    for yaml in written + [block] { #expect(try load(yaml) == expected) }
  }

  @Test(arguments: [
    "1.10", "0777", "0o17", "0x1F", "12:30", "190:20:30", "1_000", "1e3", ".inf", "yes", "NO", "on", "true",
    "2001-01-01",
    "1.2.3", "=", "-", "+1", "nUll", "a # b", "a: b", "- a", "#a", "[a]", "{a}", "*a", "&a", "!a", "|", ">",
    "%a", "@a",
  ])
  func textStaysText(text: String) throws {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "._+:".contains($0) } && text != "="
    for written in ["\"\(text)\"", "'\(text)'"] + (isPlain ? [text] : []) {
      let configuration = try load(profile("service: { name: \(written), attributes: { a: \(written) } }"))
      #expect(configuration.service.name == text)
      #expect(configuration.service.attributes == ["a": text])
    }
  }

  @Test(arguments: [
    ("sampling: { ratio: yes }", "YAML 1.1 reads that word as a boolean, which is not a number"),
    ("sampling: { ratio: true }", "a boolean is not a number"),
    ("sampling: { ratio: 1:30 }", "YAML 1.1 reads that as base 60; write a plain number"),
    ("sampling: { ratio: 5% }", "a ratio has no percent sign"),
    ("sampling: { ratio: \"0,5\" }", "the decimal sign is a point, and there is none between thousands"),
    (
      "prometheus: { port: 0777 }", "a leading zero is octal in YAML 1.1 and decimal in 1.2; write it without"
    ),
    ("prometheus: { port: 12:30 }", "YAML 1.1 reads that as base 60; write a plain number"),
    ("prometheus: { port: 9_464 }", "write digits without `_`"),
    ("prometheus: { port: 9464.0 }", "it must be whole"),
    ("prometheus: { port: http }", nil),
    ("prometheus: { enabled: on }", "YAML 1.2 reads that word as text"),
    ("prometheus: { enabled: 1 }", nil),
    ("limits: { memory: 512 }", "it has no unit"),
    ("limits: { memory: yes }", "YAML 1.1 reads that word as a boolean"),
    ("limits: { memory: 12:30 }", "YAML 1.1 reads that as base 60"),
    ("delivery: { drain_timeout: 25 }", "it has no unit"),
    ("delivery: { drain_timeout: 1:30 }", "YAML 1.1 reads that as base 60"),
    ("delivery: { drain_timeout: 25 s }", "no space before the unit"),
    ("service: { name: \"a\\nb\" }", "it has more than one line"),
    ("service: { name: \"a\\n\" }", "it ends with a line end; after `|` or `>` write `-` to leave that out"),
    ("service: { name: \"a\\0\" }", "it holds a control character"), ("service: { name: '' }", "it is empty"),
  ])
  func theReasonIsSaid(settings: String, reason: String?) throws {
    let found = try #require(loadResult(profile(settings)).diagnostics.first)
    #expect(found.code == .wrongType && found.line == 4)
    if let reason { #expect(found.message.contains(": \(reason)")) }
  }

  @Test(arguments: ["", "~", "null", "Null", "NULL", "!!null"])
  func nullsResetAnything(null: String) throws {
    let yaml = """
      version: \(1)
      bundles: \(null)
      profiles:
        a:
          enabled: true
          sampling: { ratio: 0.5 }
          service: { name: a, attributes: { k: v, l: w } }
          targets: { t: { endpoint: "discard:", required: false } }
          plugins: { buckets: [1, 2] }
        b: \(null)
        default:
          extends: a
          bundles: \(null)
          enabled: \(null)
          sampling: \(null)
          service:
            name: \(null)
            attributes:
              k: \(null)
          targets:
            t:
              required: \(null)
          plugins:
            buckets: \(null)
      """
    let configuration = try load(yaml)
    #expect(configuration.service.attributes == ["l": "w"])
    #expect(configuration.targets["t"]?.required == true)
    var rest = configuration
    rest.service.attributes = [:]
    rest.targets = [:]
    #expect(rest == GatewayConfiguration())
    #expect(try load(yaml, profile: "b") == GatewayConfiguration())
  }
}
