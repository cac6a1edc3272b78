import Configuration
import Testing

@Suite struct SamplingSettingsTests {
  @Test func everySettingArrives() throws {
    let sampling = try load(
      profile(
        """
        sampling:
          sampler: traceidratio
          ratio: 0.1
          mode: proportional
          assume_unsampled: false
          keep: { errors: true, slower_than: 1m30s, attributes: { http.route: [/pay, 5], tier: [gold] }, names: [a, "b c"] }
          by_service: { shop: 0.5, token-service: 1 }
          by_span_name: { "GET /": 0.01 }
          rate_limit: 60/m
          logs: follow_trace
        """)
    ).sampling
    var expected = GatewayConfiguration().sampling
    (expected.sampler, expected.ratio, expected.mode) = (.traceIDRatio, 0.1, .proportional)
    expected.assumeUnsampled = false
    expected.keep.errors = true
    expected.keep.slowerThan = .seconds(90)
    expected.keep.attributes = ["http.route": ["/pay", "5"], "tier": ["gold"]]
    expected.keep.names = ["a", "b c"]
    (expected.byService, expected.bySpanName) = (["shop": 0.5, "token-service": 1], ["GET /": 0.01])
    (expected.rateLimit, expected.logs) = (1, .followTrace)
    #expect(sampling == expected)
  }

  /// Maps merge key by key, the lists in them are replaced, and a null takes a key out.
  @Test func layersMerge() throws {
    let file = """
      version: 1
      bundles:
        one: { sampling: { keep: { attributes: { a: [x, y], b: [z] }, names: [p] }, by_service: { s: 0.1, t: 1 } } }
      profiles:
        default:
          bundles: [one]
          sampling: { keep: { attributes: { a: [w], b: null, c: [v] }, names: [q] }, by_service: { s: 0.2 } }
      """
    let sampling = try load(file).sampling
    #expect(sampling.keep.attributes == ["a": ["w"], "c": ["v"]])
    #expect(sampling.keep.names == ["q"])
    #expect(sampling.byService == ["s": 0.2, "t": 1])
    #expect(try load(file, flags: ["sampling.keep=null"]).sampling.keep == .init())
  }

  @Test func flagsNameOneKey() throws {
    let sampling = try load(flags: [
      "sampling.keep.attributes.http.route=[/pay, /refund]", "sampling.by_span_name.GET /=0.5",
      "sampling.rate_limit=5/h", "sampling.keep.names=[a]",
    ]).sampling
    #expect(sampling.keep.attributes == ["http.route": ["/pay", "/refund"]])
    #expect(sampling.bySpanName == ["GET /": 0.5])
    #expect(sampling.rateLimit == 5.0 / 3600)
  }

  private static func ratios(_ range: Range<Int>) -> String {
    "sampling: { by_service: { " + range.map { "s\($0): 1" }.joined(separator: ", ") + " } }"
  }

  @Test func mapsAreBounded() throws {
    #expect(try load(profile(Self.ratios(0..<100))).sampling.byService.count == 100)
    let one = loadResult(profile(Self.ratios(0..<101)))
    #expect(
      one.headlines == [
        "hephaestus.yaml:4:29: error: `sampling.by_service` may have at most 100 keys [HG004]"
      ])
    let two = loadResult(
      "version: 1\nbundles: { b: { \(Self.ratios(0..<60)) } }\nprofiles: { default: { bundles: [b], \(Self.ratios(60..<120)) } }"
    )
    #expect(two.configuration == nil)
    #expect(two.diagnostics.map(\.code) == [.limit])
    #expect(two.diagnostics.first?.line == 3)
  }

  /// A name that sounds like a credential is none where the values are numbers.
  @Test func ratiosAreShown() {
    let result = loadResult(profile("sampling: { by_service: { token-service: 0.5 } }"))
    #expect(Explanation(result).file().contains("token-service: 0.5 "))
  }

  @Test(arguments: [
    ("sampling: { keep: { errors: true } }", 0),
    ("sampling: { sampler: always_off, keep: { errors: true } }", 1),
  ])
  func notesAreNoReasonToFail(settings: String, strict: Int32) {
    let file = MemoryFiles(["f.yaml": profile("enabled: false\n" + settings)])
    let report = ConfigurationValidator(files: file).validate(paths: ["f.yaml"])
    #expect(report.diagnostics.count == 1 && report.errors == 0)
    #expect(report.exitCode(strict: false) == 0)
    #expect(report.exitCode(strict: true) == strict)
  }

  @Test func notesInEveryFormat() {
    let file = MemoryFiles(["f.yaml": profile("enabled: false\nsampling: { keep: { errors: true } }")])
    let report = ConfigurationValidator(files: file).validate(paths: ["f.yaml"])
    let context = ReportContext(workingDirectory: "/", toolVersion: "1")
    let marks: [ReportFormat: String] = [
      .text: "f.yaml:5:33: note: ", .json: "\"severity\": \"note\"", .sarif: "\"level\": \"note\"",
      .github: "::notice file=f.yaml,line=5,", .gitlab: "\"severity\": \"info\"",
    ]
    for format in ReportFormat.allCases {
      #expect(format.rendering(of: report, in: context).contains(marks[format] ?? "?"), "\(format)")
    }
    #expect(report.text.hasSuffix("0 errors, 0 warnings, 1 note\n"))
    #expect(report.json(in: context).contains("\"notes\": 1"))
  }
}

extension ValidationReport {
  fileprivate func json(in context: ReportContext) -> String {
    ReportFormat.json.rendering(of: self, in: context)
  }
}
