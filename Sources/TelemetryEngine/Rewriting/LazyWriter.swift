/// Writes messages again, but only as far as something in them changes.
///
/// A walk says which messages it enters and leaves and which fields it cuts out. Nothing of a message
/// is written before the first change in it; then the messages around it are opened, the outermost
/// first, each with what comes before. What stays is copied in runs as long as can be: a request in
/// which nothing changes is one run.
struct LazyWriter: ~Copyable {
  /// A message being walked.
  private struct Frame {
    /// What has been read from here on stays and is not copied yet.
    var runStart = 0
    /// Where the content starts in the output; negative while nothing of the message is written.
    var content = -1
    /// Where the message's tag starts in the output, if it is open.
    var mark = 0
    var field = WireField(tag: 0, start: 0, low: 0, high: 0, end: 0)

    @inline(__always)
    var isOpen: Bool { content >= 0 }
  }

  /// How many times as long as it came, and 1 MiB more, a request may leave. Replacements are up to six times
  /// as long as the shortest attributes, but no honest request consists of those.
  private let maxGrowth: Int

  init(maxGrowth: Int) { self.maxGrowth = max(1, maxGrowth) }

  private var frames = InlineArray<101, Frame>(repeating: Frame())
  /// How many messages enclose the one entered last; the request has 0.
  private(set) var depth = 0
  /// The output's length at which writing ends.
  private var limit = 0

  /// Starts with a request of `length` bytes.
  mutating func begin(_ length: Int, _ output: borrowing WireBuffer) {
    depth = 0
    frames[0].runStart = 0
    frames[0].content = output.count
    limit = output.count + maxGrowth * length + 1 << 20
  }

  /// Lets the request leave so many bytes longer, for what is added and replaces nothing.
  mutating func allow(_ bytes: Int) { limit += bytes }

  /// Copies the rest of the request.
  mutating func end(_ bytes: RawSpan, _ output: inout WireBuffer) {
    output.append(bytes, frames[0].runStart, bytes.byteCount)
  }

  /// Enters the message in `field`.
  @inline(__always)
  mutating func enter(_ field: WireField) throws(WireError) {
    guard depth < FieldReader.maximumDepth else { throw WireError(.nestedTooDeeply, at: field.start) }
    depth &+= 1
    frames[depth].runStart = field.low
    frames[depth].content = -1
    frames[depth].field = field
  }

  /// Leaves the message entered last, changed or not.
  @inline(__always)
  mutating func leave(_ bytes: RawSpan, _ output: inout WireBuffer) {
    if frames[depth].isOpen { close(bytes, &output) }
    depth &-= 1
  }

  @inline(never)
  private mutating func close(_ bytes: RawSpan, _ output: inout WireBuffer) {
    let frame = frames[depth]
    output.append(bytes, frame.runStart, frame.field.high)
    output.closeLength(frame.content)
    frames[depth - 1].runStart = frame.field.end
  }

  /// Leaves the message entered last and leaves it out.
  mutating func leaveOut(_ bytes: RawSpan, _ output: inout WireBuffer) throws(WireError) {
    let field = frames[depth].field
    abandon(&output)
    try cut(field, bytes, &output)
  }

  /// Leaves the message entered last as if it had not been entered.
  mutating func abandon(_ output: inout WireBuffer) {
    let frame = frames[depth]
    depth -= 1
    guard frame.isOpen else { return }
    output.truncate(to: frame.mark)
    frames[depth].runStart = frame.field.start
  }

  /// Copies what is before `field` of the message entered last. In the field's place stands what the
  /// caller appends next, if anything.
  @inline(__always)
  mutating func cut(
    _ field: WireField, _ bytes: RawSpan, _ output: inout WireBuffer
  ) throws(WireError) {
    if !frames[depth].isOpen { open(bytes, &output) }
    output.append(bytes, frames[depth].runStart, field.start)
    frames[depth].runStart = field.end
    guard output.count <= limit else { throw WireError(.growsTooMuch, at: field.start) }
  }

  /// Copies what is left of the message entered last, so that the caller can append more fields to it.
  mutating func finish(_ bytes: RawSpan, _ output: inout WireBuffer) throws(WireError) {
    if !frames[depth].isOpen { open(bytes, &output) }
    let field = frames[depth].field
    output.append(bytes, frames[depth].runStart, field.high)
    frames[depth].runStart = field.high
    guard output.count <= limit else { throw WireError(.growsTooMuch, at: field.start) }
  }

  @inline(never)
  private mutating func open(_ bytes: RawSpan, _ output: inout WireBuffer) {
    var level = depth
    while !frames[level - 1].isOpen { level -= 1 }
    while level <= depth {
      let field = frames[level].field
      output.append(bytes, frames[level - 1].runStart, field.start)
      frames[level - 1].runStart = field.start
      frames[level].mark = output.count
      output.append(tag: field.number, .lengthDelimited)
      frames[level].content = output.openLength()
      level += 1
    }
  }
}
