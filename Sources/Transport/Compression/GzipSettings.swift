import CISAL

/// How gzip is packed here, with ISA-L at level 1, whole or in pieces.
enum GzipSettings {
  /// Of the buffer that the level needs, in bytes.
  static let levelBufferSize = 512 << 10

  /// Begins a member. `levelBuffer` has `levelBufferSize` bytes and stays as long as the stream is used.
  @unsafe static func start(
    _ stream: UnsafeMutablePointer<isal_zstream>, _ levelBuffer: UnsafeMutablePointer<UInt8>
  ) {
    unsafe isal_deflate_init(stream)
    unsafe stream.pointee.level = 1
    unsafe stream.pointee.level_buf = levelBuffer
    unsafe stream.pointee.level_buf_size = UInt32(levelBufferSize)
    unsafe stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
    unsafe stream.pointee.flush = UInt16(NO_FLUSH)
  }
}
