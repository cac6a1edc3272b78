import NIOCore

/// One call on a gRPC connection: the export and what has come back so far.
struct GRPCStream {
  let export: PendingExport
  private(set) var answer = GRPCAnswer()
  private var isInformational = false

  init(_ export: PendingExport) { self.export = export }

  /// Whether the peer has said how the call ended, with which its outcome is known.
  var hasStatus: Bool { answer.status != nil }

  mutating func header(_ name: String, _ value: String) {
    switch name {
    case ":status":
      isInformational = value.hasPrefix("1")
      if !isInformational { answer.httpStatus = Int(value) }
    case _ where isInformational: break
    case "grpc-encoding": answer.messageEncoding = value
    case "grpc-status": answer.status = value
    case "grpc-message": answer.statusMessage = value
    case "grpc-status-details-bin": answer.statusDetails = value
    default: break
    }
  }

  /// Returns false when the answer is over its limit.
  mutating func data(_ bytes: RawSpan) -> Bool {
    // What a proxy says in its own words instead of gRPC is not read.
    guard answer.httpStatus == 200 else { return true }
    guard answer.body.readableBytes + bytes.byteCount <= responseSizeLimit + 5 else { return false }
    answer.body.writeBytes(bytes)
    return true
  }
}
