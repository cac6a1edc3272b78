/// The states of a loop's series by number, in pages, so that a copy shares all but what changes after it.
struct SeriesPages: Sendable {
  private static let pageSize = 128
  private var pages: [[SeriesState]] = []

  /// The state of a series that `identity` stands for; nil when this loop has none.
  func state(of identity: SeriesIdentity) -> SeriesState? {
    let (page, slot) = identity.number.quotientAndRemainder(dividingBy: Self.pageSize)
    guard page < pages.count, slot < pages[page].count, pages[page][slot].stamp == identity.stamp else {
      return nil
    }
    return pages[page][slot]
  }

  /// When the last point of a series came, and nothing where this loop has none.
  func received(_ identity: SeriesIdentity) -> UInt32? {
    let (page, slot) = identity.number.quotientAndRemainder(dividingBy: Self.pageSize)
    guard page < pages.count, slot < pages[page].count, pages[page][slot].stamp == identity.stamp else {
      return nil
    }
    return pages[page][slot].received
  }

  /// Begins a series, or forgets what was in its place.
  mutating func begin(_ identity: SeriesIdentity) {
    let (page, slot) = identity.number.quotientAndRemainder(dividingBy: Self.pageSize)
    while pages.count <= page { pages.append([]) }
    while pages[page].count <= slot { pages[page].append(SeriesState()) }
    if pages[page][slot].stamp == identity.stamp { return }
    pages[page][slot] = SeriesState()
    pages[page][slot].stamp = identity.stamp
  }

  /// Changes the state in place.
  mutating func update<Result>(_ number: Int, _ body: (inout SeriesState) -> Result) -> Result? {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    guard page < pages.count, slot < pages[page].count else { return nil }
    return body(&pages[page][slot])
  }

  mutating func forget(_ number: Int) {
    _ = update(number) { $0 = SeriesState() }
  }
}
