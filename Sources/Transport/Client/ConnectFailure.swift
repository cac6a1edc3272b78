import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why there is no connection, in a line of text that names no secret.
struct ConnectFailure: Error, Equatable {
  var reason: String

  init(reason: String) { self.reason = reason }

  init(_ error: any Error, endpoint: TargetEndpoint) {
    reason = "cannot connect to \(endpoint.name): \(describe(error))"
  }
}

/// What a user can make of an error of the network or of TLS.
func describe(_ error: any Error) -> String {
  switch error {
  case let failure as ConnectFailure: failure.reason
  case let error as NIOConnectionError: describe(error)
  case let error as IOError: unsafe String(cString: strerror(error.errnoCode))
  case is SocketAddressError: "the name has no address"
  case ChannelError.connectTimeout: "no answer to the connection attempt"
  case let error as NIOSSLExtraError where error == .failedToValidateHostname:
    "the server's certificate is for another name"
  case NIOSSLError.handshakeFailed(let error): "TLS handshake: \(describe(error))"
  case let error as BoringSSLError: describe(error)
  case NIOSSLError.unableToValidateCertificate: "the server's certificate is not trusted"
  case NIOSSLError.uncleanShutdown: "the connection was cut"
  default: printableText(String(describing: error))
  }
}

private func describe(_ error: NIOConnectionError) -> String {
  if let failure = error.connectionErrors.first { return describe(failure.error) }
  return "the name has no address"
}

private func describe(_ error: BoringSSLError) -> String {
  switch error {
  case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack),
    .failedToSetALPN(let stack):
    stack.isEmpty ? "ended by the server" : stack.map(reason).joined(separator: ", ")
  default: "ended by the server"
  }
}

/// The library's text is `error:NUMBER:LIBRARY:FUNCTION:REASON at FILE:LINE`.
private func reason(_ error: BoringSSLInternalError) -> String {
  guard error != .eofDuringHandshake else { return "the server ended the connection" }
  let text = String(describing: error)
  guard let start = text.firstRange(of: "error:") else { return text }
  let fields = text[start.upperBound...].split(separator: ":", omittingEmptySubsequences: false)
  guard fields.count > 3, let word = fields[3].split(separator: " ").first else { return text }
  return word == "CERTIFICATE_VERIFY_FAILED" ? "the server's certificate is not trusted" : String(word)
}
