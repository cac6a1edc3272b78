/// Elements by number, in pages, so that a copy shares all but what changes after it.
struct Pages<Element: Sendable>: Sendable {
  private static var pageSize: Int { 128 }
  private var pages: [[Element]] = []

  /// One past the highest number.
  var count: Int { pages.isEmpty ? 0 : (pages.count - 1) * Self.pageSize + pages[pages.count - 1].count }

  /// Nil where there is nothing yet.
  subscript(number: Int) -> Element? {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    return page < pages.count && slot < pages[page].count ? pages[page][slot] : nil
  }

  /// Makes room for a number; what has nothing yet before it or there is `empty`.
  mutating func makeRoom(for number: Int, _ empty: Element) {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    while pages.count <= page { pages.append([]) }
    while pages[page].count <= slot { pages[page].append(empty) }
  }

  /// Changes an element in place, without a copy; nil where there is nothing yet.
  @discardableResult
  mutating func update<Result>(_ number: Int, _ body: (inout Element) -> Result) -> Result? {
    let (page, slot) = number.quotientAndRemainder(dividingBy: Self.pageSize)
    guard page < pages.count, slot < pages[page].count else { return nil }
    return body(&pages[page][slot])
  }
}
