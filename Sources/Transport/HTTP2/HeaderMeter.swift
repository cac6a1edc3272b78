/// Measures one header block while it arrives; a connection has at most one at a time.
struct HeaderMeter {
  /// Bytes of HEADERS and CONTINUATION frames, still compressed.
  private var compressedBytes = 0
  private var listBytes = 0
  private var count = 0

  /// RFC 9113, section 6.5.2: each field counts 32 bytes more than its text.
  static let overhead = 32

  /// A HEADERS frame begins.
  mutating func begin() { self = HeaderMeter() }

  /// Adds a frame of the block. False when the block is larger than a list of `maxBytes` can be
  /// compressed, with room for padding and priority.
  mutating func admitFrame(length: Int, maxBytes: Int) -> Bool {
    compressedBytes += length
    return compressedBytes <= maxBytes + 1024
  }

  /// Adds a field. False when the list is past one of the limits.
  mutating func admitField(nameLength: Int, valueLength: Int, maxBytes: Int, maxCount: Int) -> Bool {
    listBytes += nameLength + valueLength + Self.overhead
    count += 1
    return listBytes <= maxBytes && count <= maxCount
  }
}
