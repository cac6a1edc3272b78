/// Why a packed message could not be unpacked.
package enum InflateError: Error, Sendable, Equatable {
  /// The content is larger than `limit` bytes; it was not unpacked any further.
  case tooLarge(limit: Int)
  /// The bytes are not what the encoding promised; the text says what is wrong, never what is inside.
  case malformed(String)
}
