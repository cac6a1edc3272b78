/// Tells requests of the three signals apart, which look alike from outside: resource blocks hold scope blocks
/// hold records.
package enum RequestShape {
  /// The signals whose fields the bytes fit best. More than one where the bytes do not tell, as in a request
  /// without records, or where they are no protobuf at all.
  package static func signals(of request: RawSpan) -> [Signal] {
    let fits = Signal.allCases.map { signal in
      var fit = Fit()
      fit.measure(signal.requestType, request, 0, request.byteCount, depth: 0)
      return (signal: signal, fit: fit)
    }
    guard let best = fits.map(\.fit).min() else { return [] }
    return fits.filter { $0.fit == best }.map(\.signal)
  }

  /// How well bytes fit the tables: fewer misfits are better, then more fields that fit.
  private struct Fit: Comparable {
    private var misfits = 0
    private var matches = 0

    mutating func measure(_ type: MessageType, _ bytes: RawSpan, _ low: Int, _ high: Int, depth: Int) {
      guard depth <= FieldReader.maximumDepth else { return }
      var reader = FieldReader(bytes, low, high, depth: depth)
      do {
        while let field = try reader.next() {
          let entry = Schema.otlp.entry(type, field.number)
          let isMatch = Self.isMatch(field, entry, bytes)
          if isMatch { matches += 1 } else { misfits += 1 }
          if isMatch, let child = entry.message {
            measure(child, bytes, field.low, field.high, depth: depth + 1)
          }
        }
      } catch {
        misfits += 1
      }
    }

    private static func isMatch(_ field: WireField, _ entry: FieldEntry, _ bytes: RawSpan) -> Bool {
      guard entry.accepts(field) else { return false }
      switch entry.kind {
      case .string: return bytes.isUTF8(field.low, field.high)
      // Of a trace, a span, or nothing.
      case .hexID: return [16, 8, 0].contains(field.high - field.low)
      default: return true
      }
    }

    static func < (left: Fit, right: Fit) -> Bool {
      (left.misfits, right.matches) < (right.misfits, left.matches)
    }
  }
}
