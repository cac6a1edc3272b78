import CISAL

/// Packs a gzip member (RFC 1952) piece by piece with ISA-L at level 1.
///
/// Owns the stream and its level buffer. The library reads `avail_in` bytes from `next_in` and writes at most
/// `avail_out` bytes to `next_out`; both are set from borrowed memory just before each call and are not used after
/// the borrow ends.
@safe package final class GzipStream: EncodingStream {
  private let stream: UnsafeMutablePointer<isal_zstream>
  private let levelBuffer: UnsafeMutablePointer<UInt8>
  private static let roomSize = 64 << 10

  package init() {
    unsafe stream = .allocate(capacity: 1)
    unsafe levelBuffer = .allocate(capacity: GzipSettings.levelBufferSize)
    unsafe GzipSettings.start(stream, levelBuffer)
  }

  deinit {
    unsafe stream.deallocate()
    unsafe levelBuffer.deallocate()
  }

  package func encode(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    var output: [UInt8] = []
    unsafe stream.pointee.end_of_stream = isLast ? 1 : 0
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      unsafe stream.pointee.avail_in = UInt32(clamping: input.count)
      while true {
        let written = unsafe [UInt8](unsafeUninitializedCapacity: Self.roomSize) { room, count in
          unsafe stream.pointee.next_out = room.baseAddress
          unsafe stream.pointee.avail_out = UInt32(room.count)
          let code = unsafe isal_deflate(stream)
          precondition(code == COMP_OK, "ISA-L refused its own settings")
          unsafe count = room.count - Int(stream.pointee.avail_out)
        }
        output += written
        // Room that was not needed says that there is nothing more to write.
        if unsafe stream.pointee.avail_in == 0, written.count < Self.roomSize { break }
      }
    }
    return output
  }
}
