import CZstd

/// Packs a Zstandard frame (RFC 8878) piece by piece with libzstd at level 1.
///
/// Owns the encoder's context. The library reads and writes only inside the two buffers it is given for the
/// duration of a call, which are borrowed around it.
@safe package final class ZstdStream: EncodingStream {
  private let context: OpaquePointer
  private static let roomSize = 64 << 10

  package init() {
    guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("out of memory") }
    unsafe self.context = context
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  package func encode(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    var output: [UInt8] = []
    unsafe bytes.withUnsafeBytes { input in
      var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
      var isDone = false
      while !isDone {
        output += unsafe [UInt8](unsafeUninitializedCapacity: Self.roomSize) { room, count in
          var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
          let remaining = unsafe ZSTD_compressStream2(
            context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
          precondition(ZSTD_isError(remaining) == 0, "libzstd refused its own settings")
          unsafe isDone = isLast ? remaining == 0 : source.pos == source.size
          unsafe count = target.pos
        }
      }
    }
    return output
  }
}
