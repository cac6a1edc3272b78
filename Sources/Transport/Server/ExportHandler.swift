package import NIOCore
package import TelemetryEngine

/// Which of OTLP's two transports a request used: the `transport` label.
package enum OTLPTransport: String, Sendable, CaseIterable {
  case grpc, http
}

/// Who sent a request, and how.
package struct PeerInfo: Sendable {
  package var transport: OTLPTransport
  /// Bytes of the body as received, before decompression and without gRPC's prefix.
  package var wireBytes: Int
  /// For log lines; nil when the socket does not know.
  package var remoteAddress: SocketAddress?

  package init(transport: OTLPTransport, wireBytes: Int, remoteAddress: SocketAddress?) {
    self.transport = transport
    self.wireBytes = wireBytes
    self.remoteAddress = remoteAddress
  }
}

/// The answer to one export request.
package enum ExportReply: Sendable, Equatable {
  /// All of it was taken.
  case accepted
  /// Taken, without some items or with a warning.
  case partial(ExportResponse)
  /// Nothing was taken. The code decides the HTTP status (`HTTPStatus.code`).
  case refused(RPCStatus)
}

/// Takes export requests. One instance serves one event loop and is called on it only; the answer is
/// ready when a call returns.
package protocol ExportHandler: AnyObject {
  /// Takes one request: `body` is the decompressed protobuf message. A handler that keeps `body`
  /// costs the server a new buffer; one that copies what it needs lets it be used again.
  func export(_ signal: Signal, body: ByteBuffer, peer: PeerInfo) -> ExportReply

  /// A request that never reached `export`, so that it is counted. `signal` is nil when the path
  /// named none; `code` is what was answered, nil when nobody was left to answer.
  func refusedBeforeExport(
    _ signal: Signal?, peer: PeerInfo, reason: RefusalReason, code: ExportRefusal.Status?)
}
