/// Why items that a sender sent were not accepted; the sender was told so.
package enum RejectReason: Int, Sendable, CaseIterable {
  /// A span whose trace or span id is missing, has the wrong length or is all zero.
  case invalidID
  /// A record with a string field that is not UTF-8.
  case invalidUTF8
  /// The request came while the queue of a required target was full.
  case queueFull
  /// The request came while the memory budget was used up.
  case memoryFull
  /// The request is larger than a queue or the memory budget can ever take.
  case tooLarge
  /// The request came after delivery had ended.
  case stopped

  /// The name users see in the `reason` label.
  package var name: String {
    switch self {
    case .invalidID: "invalid_id"
    case .invalidUTF8: "invalid_utf8"
    case .queueFull: "queue_full"
    case .memoryFull: "memory_full"
    case .tooLarge: "too_large"
    case .stopped: "stopped"
    }
  }
}
