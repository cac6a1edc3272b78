internal import DequeModule

/// What waits to be sent, oldest first. Entries that come back go where their age puts them.
struct WaitingLine {
  private var entries = Deque<QueueEntry>()

  var isEmpty: Bool { entries.isEmpty }
  var oldest: QueueEntry? { entries.first }

  /// What comes back is among the oldest, so the place is found near the front.
  mutating func insert(_ entry: QueueEntry) {
    if entries.last?.precedes(entry) ?? true {
      entries.append(entry)
      return
    }
    let place = entries.firstIndex { entry.precedes($0) } ?? entries.endIndex
    entries.insert(entry, at: place)
  }

  mutating func popOldest() -> QueueEntry? { entries.popFirst() }
}
