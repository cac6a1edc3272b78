import CISAL
import NIOCore

/// Packs gzip (RFC 1952) with ISA-L at level 1.
///
/// Owns the stream and its level buffer. The library reads `avail_in` bytes from `next_in` and
/// writes at most `avail_out` bytes to `next_out`; both are set from borrowed memory just before
/// each call and are not used after the borrow ends.
@safe final class GzipEncoder {
  private let stream: UnsafeMutablePointer<isal_zstream>
  private let levelBuffer: UnsafeMutablePointer<UInt8>

  init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe levelBuffer = .allocate(capacity: GzipSettings.levelBufferSize)
  }

  deinit {
    unsafe stream.deallocate()
    unsafe levelBuffer.deallocate()
  }

  /// Packs `bytes` into a buffer of at least `capacity` bytes, which grows if they do not do.
  func encode(_ bytes: RawSpan, capacity: Int) -> ByteBuffer {
    var output = ByteBufferAllocator().buffer(capacity: capacity)
    unsafe bytes.withUnsafeBytes { input in
      unsafe start(input)
      while unsafe stream.pointee.internal_state.state != ZSTATE_END {
        _ = unsafe output.writeWithUnsafeMutableBytes(minimumWritableBytes: 64) { room in
          unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
          unsafe stream.pointee.avail_out = UInt32(room.count)
          let code = unsafe isal_deflate(stream)
          precondition(code == COMP_OK, "ISA-L refused its own settings")
          return unsafe room.count - Int(stream.pointee.avail_out)
        }
      }
    }
    return output
  }

  private func start(_ input: UnsafeRawBufferPointer) {
    unsafe GzipSettings.start(stream, levelBuffer)
    unsafe stream.pointee.end_of_stream = 1
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(input.count)
  }
}
