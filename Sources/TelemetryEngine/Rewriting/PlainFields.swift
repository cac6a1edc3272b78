/// The most frequent fields of records that need no look beyond what the reader has seen: numbers. By
/// their whole tag, so that a wrong wire type is none of them.
extension WireField {
  @inline(__always)
  func isPlainInSpan(_ bytes: RawSpan) -> Bool {
    switch tag {
    // The kind, both times, the counts of dropped events and links, and the flags.
    case 0x30, 0x39, 0x41, 0x60, 0x70, 0x85: true
    // A status that is just a code.
    case 0x7a: high - low == 2 && bytes.uint8(at: low) == 0x18 && bytes.uint8(at: low + 1) < 0x80
    default: false
    }
  }

  @inline(__always)
  var isPlainInLogRecord: Bool {
    switch tag {
    // Both times, the severity's number and the flags.
    case 0x09, 0x59, 0x10, 0x45: true
    default: false
    }
  }

  @inline(__always)
  var isPlainInNumberDataPoint: Bool {
    switch tag {
    // Both times and both kinds of value.
    case 0x11, 0x19, 0x21, 0x31: true
    default: false
    }
  }
}
