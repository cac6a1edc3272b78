import NIOCore
import NIOHTTP1
import TelemetryEngine

/// Makes the request heads for one endpoint.
struct HTTPRequestHeads {
  private let common: HTTPHeaders
  private let targets: [Signal: String]

  init(_ endpoint: TargetEndpoint) {
    var common: HTTPHeaders = ["host": endpoint.authority]
    if !endpoint.headers.contains(where: { $0.name == "user-agent" }) {
      common.add(name: "user-agent", value: endpoint.userAgent)
    }
    for header in endpoint.headers { common.add(name: header.name, value: header.value) }
    self.common = common
    targets = Dictionary(
      uniqueKeysWithValues: Signal.allCases.map { ($0, endpoint.requestTarget(for: $0)) })
  }

  func head(for request: OutgoingRequest) -> HTTPRequestHead {
    var headers = common
    switch request.contentType {
    case .protobuf: headers.add(name: "content-type", value: "application/x-protobuf")
    case .json: headers.add(name: "content-type", value: "application/json")
    }
    if request.encoding != .identity {
      headers.add(name: "content-encoding", value: request.encoding.rawValue)
    }
    headers.add(name: "content-length", value: String(request.body.readableBytes))
    return HTTPRequestHead(
      version: .http1_1, method: .POST, uri: targets[request.signal] ?? request.signal.httpPath,
      headers: headers)
  }
}
