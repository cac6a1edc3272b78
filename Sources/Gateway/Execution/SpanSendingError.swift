/// Why the span of an execution was not delivered, in words for one line. Names no secret.
package enum SpanSendingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// `--endpoint` is none; why, if more can be said.
  case endpoint(String?)
  /// The gateway's ports are not known.
  case noReceiver
  /// Something that the configuration names cannot be used.
  case unusable(String)
  case notDelivered(String)

  package var description: String {
    switch self {
    case .endpoint(let hint):
      "--endpoint must be http://, https://, grpc:// or grpcs:// with host[:port]"
        + (hint.map { ": \($0)" } ?? "")
    case .noReceiver: "the system chooses the ports of the profile's receivers; name one with --endpoint"
    case .unusable(let reason), .notDelivered(let reason): reason
    }
  }
}
