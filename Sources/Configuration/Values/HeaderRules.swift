/// Which request headers a profile may give a target.
enum HeaderRules {
  /// What the transport writes itself.
  private static let reserved: Set<String> = [
    "connection", "content-encoding", "content-length", "content-type", "host", "keep-alive", "te", "trailer",
    "transfer-encoding", "upgrade",
  ]

  /// What `name` accepts, but for the reserved ones.
  static let namePattern = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}"

  /// The name in lower case, as HTTP/2 and gRPC metadata need it.
  static func name(_ name: String) throws(ValueProblem) -> String {
    let lower = name.lowercased()
    guard !lower.isEmpty, lower.utf8.count <= 256, lower.utf8.allSatisfy(isTokenByte) else {
      throw ValueProblem(hint: "a header name is letters, digits and `-`, `_` or `.`")
    }
    guard !reserved.contains(lower), !lower.hasPrefix("grpc-") else {
      throw ValueProblem(.conflict, hint: "the gateway sets `\(lower)` itself")
    }
    return lower
  }

  /// RFC 9110, `token`.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  static let value = ValueType<String>(
    .string(pattern: #"(?:[\t -#%-~]|\$\$|\$(?![${])){0,8192}"#),
    "one line of printable ASCII",
    decode: { (scalar) throws(ValueProblem) in
      let text = scalar.text
      guard text.utf8.count <= 8192 else {
        throw ValueProblem(.outOfRange, hint: "a header is longer than 8192 bytes")
      }
      guard !text.utf8.contains(where: { [0x0A, 0x0D].contains($0) }) else {
        throw ValueProblem(hint: "a line break in a header would let its value write further headers")
      }
      guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
        throw ValueProblem(hint: "a header holds a character that is not printable ASCII")
      }
      return String(text.trimmed)
    },
    format: { $0 })
}
