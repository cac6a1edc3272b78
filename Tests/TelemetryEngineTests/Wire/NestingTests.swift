import PrivacyCatalogue
import TelemetryEngine
import Testing

@Suite struct NestingTests {
  /// A list in a list…: `levels` times two messages inside the value that holds it.
  private static func lists(_ levels: Int, _ innermost: [UInt8] = []) -> [UInt8] {
    (0..<levels).reduce(innermost) { inner, _ in
      ProtobufBytes.message { $0.message(5) { $0.payload(1, inner) } }
    }
  }

  private static func maps(_ levels: Int) -> [UInt8] {
    (0..<levels).reduce([]) { inner, _ in
      ProtobufBytes.message { $0.message(6) { $0.message(1) { $0.payload(2, inner) } } }
    }
  }

  private static func request(_ value: [UInt8]) -> [UInt8] {
    Sample.request([Sample.span { $0.attribute(9, "deep") { $0.raw(value) } }])
  }

  /// The value of a span's attribute is the fifth message below the request.
  @Test(arguments: PrivacyMode.allCases)
  func oneHundredLevelsAreTheLimit(_ mode: PrivacyMode) {
    let filler: [UInt8] = [0x2a, 0x00]
    #expect(refusal(.traces, Self.request(Self.lists(47, filler)), .passing(mode)) == nil)
    #expect(refusal(.traces, Self.request(Self.lists(48)), .passing(mode)) == .nestedTooDeeply)
    #expect(refusal(.traces, Self.request(Self.maps(31)), .passing(mode)) == nil)
    #expect(refusal(.traces, Self.request(Self.maps(32)), .passing(mode)) == .nestedTooDeeply)
    #expect(refusal(.traces, Self.request(Self.lists(5000)), .passing(mode)) == .nestedTooDeeply)
    #expect(refusal(.traces, Self.request(Self.maps(5000)), .passing(mode)) == .nestedTooDeeply)
  }

  @Test func theLimitHoldsForWhatIsNotWritten() {
    let none = PipelineOptions.sampling(SpanSampler(root: .alwaysOff, isParentBased: false))
    #expect(refusal(.traces, Self.request(Self.lists(48)), none) == .nestedTooDeeply)
    #expect(refusal(.traces, Self.request(Self.lists(5000)), none) == .nestedTooDeeply)
    let secret = Sample.request([Sample.span { $0.attribute(9, "password") { $0.raw(Self.lists(48)) } }])
    #expect(refusal(.traces, secret, .passing()) == .nestedTooDeeply)
  }

  /// What was met at a harmless depth is looked at again at a harmful one.
  @Test func theLimitHoldsForWhatWasSeenBefore() throws {
    let deep = Self.lists(20, ProtobufBytes.message { $0.message(6) { $0.attribute(1, "k", "v") } })
    var pipeline = TelemetryPipeline(.passing(.balanced))
    _ = try process(.traces, Self.request(deep), &pipeline)
    for levels in 21..<60 {
      // The innermost text stands seven messages below the twentieth list's value.
      let request = Self.request(Self.lists(levels - 20, deep))
      let fresh = refusal(.traces, request, .passing(.balanced))
      let seasoned = (try? process(.traces, request, &pipeline)) == nil
      #expect(seasoned == (fresh != nil), "\(levels) levels")
    }
  }

  @Test func groupsCountAsLevels() {
    func groups(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: 0xf3, count: depth).flatMap { [$0, 0x0f] }
        + [UInt8](repeating: 0xf4, count: depth).flatMap { [$0, 0x0f] }
    }
    #expect(refusal(.traces, groups(100)) == nil)
    #expect(refusal(.traces, groups(101)) == .nestedTooDeeply)
    #expect(refusal(.traces, groups(100_000)) == .nestedTooDeeply)
    let span = Sample.request([Sample.span { $0.raw(groups(97)) }])
    #expect(refusal(.traces, span) == nil)
    #expect(refusal(.traces, Sample.request([Sample.span { $0.raw(groups(98)) }])) == .nestedTooDeeply)
  }
}
