import TelemetryEngine
import Testing

@Suite struct ResourceDefaultsTests {
  private static func options(_ attributes: [(key: String, value: String)] = []) -> PipelineOptions {
    var options = PipelineOptions.passing()
    options.serviceName = "gateway-default"
    options.resourceAttributes = attributes
    return options
  }

  private static func resource(_ build: (inout ProtobufBytes) -> Void) -> [UInt8] {
    ProtobufBytes.message(build)
  }

  /// Every `service.name` of the first resource that left.
  private static func names(_ output: [UInt8]) -> [String] {
    ProtobufTree.payloads(output, 1, 1, 1).filter { ProtobufTree.texts($0, 1) == ["service.name"] }
      .flatMap { ProtobufTree.texts($0, 2, 1) }
  }

  static let nameless: [[UInt8]?] = [
    nil, [],
    resource { $0.attribute(1, "host.name", "a") },
    resource { $0.attribute(1, "service.name", "") },
    resource { $0.attribute(1, "service.name", "unknown_service") },
    resource { $0.attribute(1, "service.name", "unknown_service:python") },
    resource { $0.message(1) { $0.text(1, "service.name") } },
    resource { $0.attribute(1, "service.name") { $0.raw([]) } },
    resource {
      $0.attribute(1, "service.name", "unknown_service:java")
      $0.attribute(1, "host.name", "a")
      $0.attribute(1, "service.name", "unknown_service:go")
    },
  ]

  @Test(arguments: nameless, Signal.allCases)
  func aNameIsGivenWhereTheSenderGaveNone(_ resource: [UInt8]?, _ signal: Signal) throws {
    let request = Sample.request([Sample.record(signal)], resource: resource)
    let output = try process(signal, request, Self.options()).output
    #expect(Self.names(output) == ["gateway-default"])
    #expect(ProtobufTree.payloads(output, 1, 1).count == 1)
    #expect(ProtobufTree.payloads(output, 1, 2, 2) == [Sample.record(signal)])
    if resource?.contains("host.name") == true {
      #expect(ProtobufTree.payloads(output, 1, 1)[0].attributes(1)["host.name"] == "a")
    }
  }

  @Test(arguments: [
    resource { $0.attribute(1, "service.name", "shop") },
    resource { $0.attribute(1, "service.name", "unknown_servic") },
    resource { $0.attribute(1, "service.name") { $0.varint(3, 7) } },
    resource {
      $0.attribute(1, "host.name", "a")
      $0.attribute(1, "service.name", "shop")
    },
  ])
  func aNameThatIsGivenStays(_ resource: [UInt8]) throws {
    let request = Sample.request([Sample.span()], resource: resource)
    #expect(try process(.traces, request, Self.options()).output == request)
  }

  /// A real name beside a made-up one wins, whatever the order.
  @Test func aRealNameWins() throws {
    for names in [["unknown_service", "shop"], ["shop", "unknown_service"]] {
      let resource = Self.resource { for name in names { $0.attribute(1, "service.name", name) } }
      let output = try process(.traces, Sample.request([Sample.span()], resource: resource), Self.options())
        .output
      #expect(Self.names(output) == ["shop"])
    }
  }

  @Test func otherAttributesAreAddedWhereMissing() throws {
    let options = Self.options([("deployment.environment.name", "ci"), ("team", "platform")])
    let resource = Self.resource {
      $0.attribute(1, "service.name", "shop")
      $0.attribute(1, "team", "checkout")
    }
    let request = Sample.request([Sample.span()], resource: resource)
    let output = try process(.traces, request, options).output
    #expect(
      ProtobufTree.payloads(output, 1, 1)[0].attributes(1)
        == ["service.name": "shop", "team": "checkout", "deployment.environment.name": "ci"])
    #expect(ProtobufTree.payloads(output, 1, 1)[0].starts(with: resource))
  }

  /// An empty value of another key is a value.
  @Test func anEmptyAttributeIsGiven() throws {
    let resource = Self.resource {
      $0.attribute(1, "service.name", "shop")
      $0.attribute(1, "team", "")
    }
    let request = Sample.request([Sample.span()], resource: resource)
    #expect(try process(.traces, request, Self.options([("team", "platform")])).output == request)
  }

  @Test func everyBlockIsLookedAtByItself() throws {
    let request =
      Sample.request([Sample.span()]) + Sample.request([Sample.span()], resource: nil)
      + Sample.request([Sample.span()])
    #expect(
      Self.names(try process(.traces, request, Self.options()).output) == ["shop", "gateway-default", "shop"])
  }
}
