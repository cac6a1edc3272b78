package import NIOCore

/// The client for an endpoint's protocol. Must be called on `eventLoop`, where it is used.
package func makeClient(
  for endpoint: TargetEndpoint, on eventLoop: any EventLoop, now: @escaping WallClock = systemWallClock
) -> any OTLPClient {
  switch endpoint.wireProtocol {
  case .grpc: GRPCClient(endpoint: endpoint, on: eventLoop)
  case .http: HTTPClient(endpoint: endpoint, on: eventLoop, now: now)
  }
}
