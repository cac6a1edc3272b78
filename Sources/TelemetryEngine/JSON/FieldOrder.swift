/// Follows the fields of a message and tells whether they can be written to JSON as they come: every
/// repeated field in one piece, every other field, and the oneof, once.
struct FieldOrder {
  enum Step {
    /// A field that was not there before; `endsList` when the one before it was repeated.
    case newField(endsList: Bool)
    /// One more element of the repeated field that came last.
    case sameList
    case scattered
  }

  private var seen: UInt32 = 0
  private var hasChoice = false
  private var last: UInt32 = 0
  /// Whether the field that came last is a repeated one.
  private(set) var isInList = false

  @inline(__always)
  mutating func next(_ number: UInt32, _ entry: FieldEntry) -> Step {
    if isInList, number == last { return .sameList }
    let bit: UInt32 = 1 << number
    if seen & bit != 0 || (entry.isChoice && hasChoice) { return .scattered }
    let endsList = isInList
    seen |= bit
    hasChoice = hasChoice || entry.isChoice
    last = number
    isInList = entry.isRepeated
    return .newField(endsList: endsList)
  }
}
