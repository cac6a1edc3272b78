/// The encoding of `grpc-message` (gRPC over HTTP/2, "Responses"): printable ASCII stays, except `%`.
package func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var encoded: [UInt8] = []
  for byte in text.utf8 {
    if (0x20...0x7e).contains(byte), byte != UInt8(ascii: "%") {
      encoded.append(byte)
    } else {
      encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xf)]]
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}

/// Base64 without padding, as gRPC's `-bin` headers are sent.
package func base64Unpadded(_ bytes: [UInt8]) -> String {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var encoded: [UInt8] = []
  var bits = 0
  var count = 0
  for byte in bytes {
    bits = (bits << 8 | Int(byte)) & 0xffff
    count += 8
    while count >= 6 {
      count -= 6
      encoded.append(digits[bits >> count & 0x3f])
    }
  }
  if count > 0 { encoded.append(digits[bits << (6 - count) & 0x3f]) }
  return String(decoding: encoded, as: UTF8.self)
}

/// Base64 with padding, as basic authentication has it.
package func base64Padded(_ bytes: [UInt8]) -> String {
  let text = base64Unpadded(bytes)
  return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
}

extension String {
  /// The beginning of the text, at most `count` bytes of it, cut between characters.
  func shortened(to count: Int) -> String {
    guard utf8.count > count else { return self }
    var end = startIndex
    var used = 0
    while end < endIndex {
      used += self[end].utf8.count
      if used > count { break }
      end = index(after: end)
    }
    return String(self[..<end])
  }
}
