/// The part of a message that has been read, is to stay as it is, and is not copied yet.
///
/// Unchanged fields extend the run at no cost; a change copies the run in one piece.
struct UnchangedRun {
  private(set) var start: Int
  /// Whether any field was changed or left out.
  private(set) var isChanged = false

  init(from start: Int) { self.start = start }

  /// Copies what is before `field`, which is then written by the caller or left out.
  @inline(__always)
  mutating func replace(_ field: WireField, _ bytes: RawSpan, _ output: inout WireBuffer) {
    output.append(bytes, start, field.start)
    start = field.end
    isChanged = true
  }

  /// Copies what is before `field`, whose fate is open; it stays a part of the run.
  @inline(__always)
  mutating func flush(before field: WireField, _ bytes: RawSpan, _ output: inout WireBuffer) {
    output.append(bytes, start, field.start)
    start = field.start
  }

  /// The caller wrote `field`, before which the run was flushed.
  @inline(__always)
  mutating func skip(_ field: WireField) {
    start = field.end
    isChanged = true
  }

  /// Copies the rest, up to the message's end.
  @inline(__always)
  mutating func finish(_ end: Int, _ bytes: RawSpan, _ output: inout WireBuffer) {
    output.append(bytes, start, end)
    start = end
  }
}
