internal import PrivacyCatalogue
package import TelemetryEngine

/// One export request of an input, as protobuf.
package struct PreviewRequest: Sendable, Equatable {
  package let signal: Signal
  package let bytes: [UInt8]

  package init(signal: Signal, bytes: [UInt8]) {
    self.signal = signal
    self.bytes = bytes
  }

  /// Reads an input, which is a protobuf request, a JSON request, or JSON requests on lines of their own; which
  /// of them, the first bytes tell.
  ///
  /// - Parameters:
  ///   - input: all bytes of the input.
  ///   - signal: the one that counts; nil for whatever it is. Of JSON the others are passed over, and protobuf
  ///     is taken for it.
  /// - Returns: the requests in their order, those of protobuf as they came.
  /// - Throws: where and why the input is no OTLP, or that it does not tell of which signal it is.
  package static func all(in input: [UInt8], only signal: Signal?) throws(PreviewError) -> [PreviewRequest] {
    if input.starts(with: [0x1f, 0x8b]) { throw .gzip }
    if unsafe OTLPJSONDocument.isLikely(input.span.bytes) { return try json(input, signal) }
    return try protobuf(input, signal)
  }

  private static func json(_ input: [UInt8], _ signal: Signal?) throws(PreviewError) -> [PreviewRequest] {
    var requests: [PreviewRequest] = []
    var position = 0
    var unknown: Int?
    do throws(OTLPJSONError) {
      while unknown == nil,
        let document = try unsafe OTLPJSONDocument.next(in: input.span.bytes, from: position)
      {
        position = document.range.upperBound
        if document.signals.isEmpty, !document.isEmpty { unknown = document.range.lowerBound }
        for found in document.signals where signal == nil || found == signal {
          var output = WireBuffer(minimumCapacity: document.range.count)
          try unsafe OTLPJSON.decode(found, input.span.bytes, in: document.range, into: &output)
          requests.append(PreviewRequest(signal: found, bytes: output.sealed().copied()))
        }
      }
    } catch {
      throw .json(error, PreviewError.Place(of: error.offset, in: input))
    }
    if let unknown { throw .noRequest(PreviewError.Place(of: unknown, in: input)) }
    return requests
  }

  private static func protobuf(_ input: [UInt8], _ signal: Signal?) throws(PreviewError) -> [PreviewRequest] {
    let candidates = if let signal { [signal] } else { unsafe RequestShape.signals(of: input.span.bytes) }
    var items: [(signal: Signal, count: Int)] = []
    var fault: WireError?
    for candidate in candidates {
      do throws(WireError) {
        items.append((candidate, try unsafe candidate.itemCount(in: input.span.bytes)))
      } catch {
        fault = fault ?? error
      }
    }
    if items.isEmpty, let fault { throw .protobuf(fault) }
    if items.count > 1 {
      // Without a record in it, it does not matter.
      guard items.contains(where: { $0.count > 0 }) else { return [] }
      throw .ambiguous(items.map(\.signal))
    }
    return items.map { PreviewRequest(signal: $0.signal, bytes: input) }
  }
}

extension Signal {
  /// How many items a request of this signal has.
  fileprivate func itemCount(in request: RawSpan) throws(WireError) -> Int {
    var pipeline = TelemetryPipeline(PreviewPlan(.minimal).options)
    var output = WireBuffer(minimumCapacity: 0)
    return try pipeline.process(self, request, isWanted: false, into: &output).received
  }
}
