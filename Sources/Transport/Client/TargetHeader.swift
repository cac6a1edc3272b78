/// A header that a profile adds to requests. Its value may be a credential and is never printed.
package struct TargetHeader: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
  /// In lower case.
  package let name: String
  let value: String

  /// Checks what would otherwise break or forge the request.
  ///
  /// - Throws: `TargetHeaderError`, which names the header and never its value.
  package init(name: String, value: String) throws(TargetHeaderError) {
    let name = name.lowercased()
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else { throw .invalidName(name) }
    guard !Self.reserved.contains(name), !name.hasPrefix("grpc-") else { throw .reserved(name) }
    guard value.utf8.allSatisfy({ $0 == 9 || ($0 >= 32 && $0 != 127) }) else { throw .invalidValue(name) }
    self.name = name
    self.value = value
  }

  package var description: String { "\(name): [secret]" }
  package var debugDescription: String { description }

  /// What describes the message or the connection is the client's to say.
  private static let reserved: Set<String> = [
    "connection", "content-encoding", "content-length", "content-type", "expect", "host",
    "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  /// RFC 9110, 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

/// A header that cannot be sent.
package enum TargetHeaderError: Error, Sendable, Equatable, CustomStringConvertible {
  case invalidName(String)
  case reserved(String)
  case invalidValue(String)

  package var description: String {
    switch self {
    case .invalidName(let name):
      "header \(String(reflecting: name)): the name may hold letters, digits and !#$%&'*+-.^_`|~ only"
    case .reserved(let name): "header \(name): is set by the gateway itself; remove it"
    case .invalidValue(let name): "header \(name): the value holds a line break or another control character"
    }
  }
}
