internal import Delivery
internal import NIOCore
internal import TelemetryEngine
internal import Transport

/// Turns batches into request bodies on one loop. Targets that take the same encoding share the work:
/// the last body is kept until the next one is made.
final class BatchEncoder {
  private let compressor = Compressor()
  private var last: Encoded?

  private struct Encoded {
    /// Kept alive, so that its identity cannot become another batch's.
    let batch: Batch
    let parts: Range<Int>
    let encoding: ContentEncoding
    let contentType: OutgoingRequest.ContentType
    let body: ByteBuffer
  }

  func body(_ order: SendOrder, _ route: TargetRoute) -> ByteBuffer {
    if let last, last.batch === order.batch, last.parts == order.parts, last.encoding == route.encoding,
      last.contentType == route.contentType
    {
      return last.body
    }
    let body = encode(order, route)
    last = Encoded(
      batch: order.batch, parts: order.parts, encoding: route.encoding, contentType: route.contentType,
      body: body)
    return body
  }

  /// Forgets the last body, once all targets had their turn.
  func finishRound() { last = nil }

  private func encode(_ order: SendOrder, _ route: TargetRoute) -> ByteBuffer {
    switch route.contentType {
    case .protobuf: return compressor.encode(order.batch.bytes, order.byteRange, as: route.encoding)
    case .json:
      let json = jsonBytes(order)
      return compressor.encode(json, 0..<json.count, as: route.encoding)
    }
  }

  /// What the engine wrote always decodes, so that JSON cannot fail; an empty request stands in.
  private func jsonBytes(_ order: SendOrder) -> SealedBytes {
    var output = WireBuffer(minimumCapacity: order.byteRange.count * 2)
    do {
      try order.batch.bytes.withSpan { span in
        try OTLPJSON.encode(order.batch.signal, span.extracting(order.byteRange), into: &output)
      }
    } catch {
      output.truncate(to: 0)
      output.append(Array("{}".utf8))
    }
    return output.sealed()
  }
}
