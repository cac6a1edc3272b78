internal import PrivacyCatalogue

/// Finds where in a request its redactions are.
package enum ChangePlacer {
  /// Finds the place of each redaction.
  ///
  /// - Parameters:
  ///   - redactions: what a pipeline logged of the request, in any order.
  ///   - signal: what `request` is an `Export…ServiceRequest` of.
  ///   - request: the protobuf bytes that the pipeline was given.
  /// - Returns: one change for each field in which there are any, in the order of the request.
  package static func changes(
    _ redactions: [Redaction], _ signal: Signal, _ request: RawSpan
  ) -> [PlacedChange] {
    // Of those that begin at one place the longest comes first.
    let sorted = redactions.sorted {
      ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count)
    }
    var walk = PlaceWalk(request, sorted[...])
    walk.message(signal.requestType, 0, request.byteCount, path: "", depth: 0)
    walk.placeRest()
    return walk.changes
  }
}

/// Walks the messages that redactions are in, and no others.
private struct PlaceWalk: ~Escapable {
  private let bytes: RawSpan
  /// Those that are not placed yet.
  private var rest: ArraySlice<Redaction>
  private(set) var changes: [PlacedChange] = []

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ redactions: ArraySlice<Redaction>) {
    self.bytes = bytes
    rest = redactions
  }

  /// Places the redactions in the message of `type` in `bytes[low..<high]`.
  @_lifetime(self: copy self)
  mutating func message(_ type: MessageType, _ low: Int, _ high: Int, path: String, depth: Int) {
    var reader = FieldReader(bytes, low, high, depth: depth)
    var counts: [UInt32: Int] = [:]
    while let next = rest.first, next.range.lowerBound < high, let field = try? reader.next() {
      let index = counts[field.number, default: 0]
      counts[field.number] = index + 1
      guard next.range.lowerBound < field.end else { continue }
      self.field(field, type, path: FieldPath.path(to: field, index, type, path, bytes), depth: depth)
    }
  }

  @_lifetime(self: copy self)
  private mutating func field(_ field: WireField, _ type: MessageType, path: String, depth: Int) {
    let entry = Schema.otlp.entry(type, field.number)
    let isWhole = rest.first.map { $0.range.lowerBound <= field.low && $0.range.upperBound >= field.high }
    if let message = entry.message, entry.accepts(field), isWhole == false,
      depth < FieldReader.maximumDepth
    {
      return self.message(message, field.low, field.high, path: path, depth: depth + 1)
    }
    var inside: [Redaction] = []
    while let next = rest.first, next.range.lowerBound < field.end {
      inside.append(next)
      rest.removeFirst()
    }
    guard let first = inside.first else { return }
    let rules = inside.reduce(into: [PrivacyRule]()) { if !$0.contains($1.rule) { $0.append($1.rule) } }
    if isWhole == true {
      let before = FieldText.text(of: field, entry, bytes)
      changes.append(
        PlacedChange(
          path: path, rules: rules, parts: [.changed(before: before, after: first.replacement ?? "")],
          isLeftOut: first.replacement == nil))
    } else {
      changes.append(PlacedChange(path: path, rules: rules, parts: parts(inside, field.low, field.high)))
    }
  }

  /// A text with several edits. What overlaps one before it is within it.
  private func parts(_ edits: [Redaction], _ low: Int, _ high: Int) -> [PlacedChange.Part] {
    var parts: [PlacedChange.Part] = []
    var position = low
    for edit in edits where edit.range.lowerBound >= position {
      if edit.range.lowerBound > position {
        parts.append(.kept(bytes.string(position, edit.range.lowerBound)))
      }
      let end = min(edit.range.upperBound, high)
      parts.append(
        .changed(before: bytes.string(edit.range.lowerBound, end), after: edit.replacement ?? ""))
      position = end
    }
    if position < high { parts.append(.kept(bytes.string(position, high))) }
    return parts
  }

  /// What is in no field of the request, which should not be, is shown all the same.
  @_lifetime(self: copy self)
  mutating func placeRest() {
    for redaction in rest {
      let range = redaction.range.clamped(to: 0..<bytes.byteCount)
      changes.append(
        PlacedChange(
          path: "byte \(redaction.range.lowerBound)", rules: [redaction.rule],
          parts: [
            .changed(
              before: bytes.string(range.lowerBound, range.upperBound), after: redaction.replacement ?? "")
          ],
          isLeftOut: redaction.replacement == nil))
    }
    rest = []
  }
}
