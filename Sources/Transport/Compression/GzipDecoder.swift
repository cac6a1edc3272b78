import CISAL
import NIOCore

/// Unpacks gzip (RFC 1952) with ISA-L.
///
/// Owns the decoder's state. The library reads `avail_in` bytes from `next_in` and writes at most
/// `avail_out` bytes to `next_out`; both are set from a borrowed buffer just before each call and
/// are not used after the borrow ends.
@safe final class GzipDecoder {
  private let state: UnsafeMutablePointer<inflate_state>

  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe isal_inflate_init(state)
  }

  deinit { unsafe state.deallocate() }

  func decode(_ body: ByteBuffer, limit: Int) throws(InflateError) -> ByteBuffer {
    guard body.readableBytes > 0 else { throw .malformed("the gzip body is empty") }
    // The last four bytes of a member are its size; of a single member, the content's.
    let claim = body.getInteger(at: body.writerIndex - 4, endianness: .little, as: UInt32.self)
    var output = InflateOutput(claim: claim.map(Int.init), packed: body.readableBytes, limit: limit)
    let failure = unsafe body.withUnsafeReadableBytes { unsafe run($0, into: &output) }
    if let failure { throw failure }
    return output.bytes
  }

  private func run(_ input: UnsafeRawBufferPointer, into output: inout InflateOutput) -> InflateError? {
    unsafe state.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe state.pointee.avail_in = UInt32(input.count)
    startMember()
    while true {
      var code: Int32 = 0
      let unused = unsafe output.write { room in
        unsafe state.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe state.pointee.avail_out = UInt32(room.count)
        code = unsafe isal_inflate(state)
        return unsafe room.count - Int(state.pointee.avail_out)
      }
      if code != ISAL_DECOMP_OK { return .malformed(Self.reason(code)) }
      if output.isOverLimit { return .tooLarge(limit: output.limit) }
      let isInputUsed = unsafe state.pointee.avail_in == 0
      if unsafe state.pointee.block_state == ISAL_BLOCK_FINISH {
        if isInputUsed { return nil }
        startMember()
      } else if unused > 0 {
        // Room was left, so what is missing is input.
        return .malformed("the gzip body ends early")
      }
    }
  }

  private func startMember() {
    unsafe isal_inflate_reset(state)
    unsafe state.pointee.crc_flag = UInt32(ISAL_GZIP)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ISAL_INVALID_WRAPPER: "the body does not start with a gzip header, or has bytes after its end"
    case ISAL_UNSUPPORTED_METHOD: "the gzip header names an unknown compression method"
    case ISAL_INCORRECT_CHECKSUM: "the gzip checksum does not match"
    default: "the gzip body is damaged"
    }
  }
}
