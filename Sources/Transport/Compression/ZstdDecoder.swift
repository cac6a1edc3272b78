import CZstd
import NIOCore

/// Unpacks Zstandard (RFC 8878) with libzstd.
///
/// Owns the decoder's context. The library reads and writes only inside the two buffers it is given
/// for the duration of a call, which are borrowed around it.
@safe final class ZstdDecoder {
  private var context: OpaquePointer?
  /// What an idle context may keep. A frame with a large window grows it to the window's size.
  private static let keptBytes = 1 << 20

  deinit { release() }

  func decode(_ body: ByteBuffer, limit: Int) throws(InflateError) -> ByteBuffer {
    guard body.readableBytes > 0 else { throw .malformed("the zstd body is empty") }
    guard let context = unsafe prepared(limit: limit) else {
      throw .malformed("there is no memory to unpack zstd")
    }
    let claim = Self.claim(of: body)
    if let claim, claim > limit { throw .tooLarge(limit: limit) }
    var output = InflateOutput(claim: claim, packed: body.readableBytes, limit: limit)
    let failure = unsafe body.withUnsafeReadableBytes {
      unsafe Self.run($0, with: context, into: &output)
    }
    if unsafe ZSTD_sizeof_DCtx(context) > Self.keptBytes { release() }
    if let failure { throw failure }
    return output.bytes
  }

  private static func run(
    _ input: UnsafeRawBufferPointer, with context: OpaquePointer, into output: inout InflateOutput
  ) -> InflateError? {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    while true {
      var code = 0
      let unused = unsafe output.write { room in
        var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        unsafe code = ZSTD_decompressStream(context, &target, &source)
        return unsafe target.pos
      }
      if ZSTD_isError(code) != 0 {
        return .malformed("the zstd body is damaged or needs a larger window than its limit allows")
      }
      if output.isOverLimit { return .tooLarge(limit: output.limit) }
      let isInputUsed = unsafe source.pos == source.size
      // Zero is the end of a frame; another one may follow.
      if code == 0, isInputUsed { return nil }
      if code != 0, isInputUsed, unused > 0 { return .malformed("the zstd body ends early") }
    }
  }

  /// The context at the start of a frame. No window may be larger than the content may be, but
  /// 8 MiB are always allowed, as RFC 8878 (3.1.1.1.2) asks, and never more than 128 MiB.
  private func prepared(limit: Int) -> OpaquePointer? {
    if unsafe context == nil { unsafe context = ZSTD_createDCtx() }
    guard let context = unsafe context else { return nil }
    let bits = limit <= 1 ? 0 : Int.bitWidth - (limit - 1).leadingZeroBitCount
    _ = unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
    _ = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Int32(min(max(bits, 23), 27)))
    return unsafe context
  }

  private static func claim(of body: ByteBuffer) -> Int? {
    let size = unsafe body.withUnsafeReadableBytes {
      unsafe ZSTD_getFrameContentSize($0.baseAddress, $0.count)
    }
    // The two largest values stand for "not stated" and "not a frame".
    return size > UInt64.max - 2 ? nil : Int(clamping: size)
  }

  private func release() {
    _ = unsafe ZSTD_freeDCtx(context)
    unsafe context = nil
  }
}
