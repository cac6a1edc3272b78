/// How the bytes of a message are packed: the values of `content-encoding` (HTTP) and
/// `grpc-encoding` (gRPC) that the gateway reads and writes.
package enum ContentEncoding: String, Sendable, CaseIterable {
  case identity, gzip, zstd
}
