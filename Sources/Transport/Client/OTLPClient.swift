package import NIOCore
package import TelemetryEngine

/// Sends export requests to one target from one event loop.
///
/// Made and used on that loop only. Connects when there is something to send and again after a
/// connection was lost, without waiting or trying twice by itself: when to send again is the
/// caller's decision, from the outcome. End it by `closeNow` before letting go of it.
package protocol OTLPClient: AnyObject {
  /// Sends one request. `completion` is called exactly once, on the loop, after `send` has returned.
  func send(_ request: OutgoingRequest, completion: @escaping (ExportOutcome) -> Void)

  /// Whether another request would be sent at once rather than wait for one that is under way.
  var hasCapacity: Bool { get }

  /// Refuses new requests as unanswered; those under way may end, then connections are closed.
  func shutdown()

  /// Closes all connections at once; what is under way ends unanswered.
  func closeNow()

  var counters: ClientCounters { get }
}

/// One export request, ready to send.
package struct OutgoingRequest: Sendable {
  package enum ContentType: Sendable {
    case protobuf, json
  }

  package var signal: Signal
  /// The request message, packed as `encoding` says.
  package var body: ByteBuffer
  package var encoding: ContentEncoding
  package var contentType: ContentType
  /// From `send` to the end of the answer, connecting included.
  package var timeout: Duration

  package init(
    signal: Signal, body: ByteBuffer, encoding: ContentEncoding,
    contentType: ContentType = .protobuf, timeout: Duration
  ) {
    self.signal = signal
    self.body = body
    self.encoding = encoding
    self.contentType = contentType
    self.timeout = timeout
  }
}

/// What a client did since it was made.
package struct ClientCounters: Sendable, Equatable {
  /// Connections that were established, TLS included.
  package var connects = 0
  /// Attempts that did not become a connection.
  package var connectFailures = 0
  /// Bytes of request bodies, packed, that were handed to a connection.
  package var bytesSent = 0

  package init() {}
}

/// The OTLP specification's limit on an answer, in bytes. One that is larger is not read.
let responseSizeLimit = 4 << 20
