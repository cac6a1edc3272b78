import CZstd
import NIOCore

/// Packs Zstandard (RFC 8878) with libzstd at level 1.
///
/// Owns the encoder's context. The library reads and writes only inside the two buffers it is given
/// for the duration of a call, which are borrowed around it.
@safe final class ZstdEncoder {
  private let context: OpaquePointer

  init() {
    guard let context = unsafe ZSTD_createCCtx() else { preconditionFailure("out of memory") }
    unsafe self.context = context
    _ = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1)
  }

  deinit { unsafe ZSTD_freeCCtx(context) }

  /// Packs `bytes` into a buffer of at least `capacity` bytes, which grows if they do not do.
  func encode(_ bytes: RawSpan, capacity: Int) -> ByteBuffer {
    var output = ByteBufferAllocator().buffer(capacity: capacity)
    unsafe bytes.withUnsafeBytes { input in
      _ = unsafe ZSTD_CCtx_reset(context, ZSTD_reset_session_only)
      // Written into the frame, so that the receiver allocates once and needs no window.
      _ = unsafe ZSTD_CCtx_setPledgedSrcSize(context, UInt64(input.count))
      var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
      var remaining = 1
      while remaining > 0 {
        _ = unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: 64) { room in
          var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
          unsafe remaining = ZSTD_compressStream2(context, &target, &source, ZSTD_e_end)
          precondition(ZSTD_isError(remaining) == 0, "libzstd refused its own settings")
          return unsafe target.pos
        }
      }
    }
    return output
  }
}
