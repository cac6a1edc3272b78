internal import NIOCore
internal import TelemetryEngine

extension HTTP2ServerConnection: HTTP2SessionDelegate {
  private func find(_ streamID: Int32) -> Exchange? {
    if let recent, recent.streamID == streamID { return recent.exchange }
    guard let exchange = exchanges[streamID] else { return nil }
    recent = (streamID, exchange)
    return exchange
  }

  /// The exchange is decided; what still comes on its stream is ignored.
  private func remove(_ streamID: Int32) {
    exchanges[streamID] = nil
    if recent?.streamID == streamID { recent = nil }
  }

  func http2BeginHeaders(streamID: Int32) {
    guard find(streamID) == nil else { return }
    let exchange = Exchange(startedAt: now)
    exchanges[streamID] = exchange
    recent = (streamID, exchange)
    lifetime.sawRequest(now: now)
  }

  func http2Header(streamID: Int32, name: Span<UInt8>, value: Span<UInt8>) {
    // Trailers of a request say nothing here.
    guard let exchange = find(streamID), exchange.plan == nil else { return }
    exchange.head.note(name: name, value: value)
  }

  func http2EndHeaders(streamID: Int32) {
    guard let exchange = find(streamID), exchange.plan == nil else { return }
    do throws(Refusal) {
      try loop.begin(exchange)
    } catch {
      refuse(streamID, exchange, error)
    }
  }

  func http2Data(streamID: Int32, bytes: RawSpan) {
    session?.consume(streamID: streamID, count: bytes.byteCount)
    guard let exchange = find(streamID) else { return }
    do throws(Refusal) {
      try loop.append(bytes, to: exchange)
    } catch {
      refuse(streamID, exchange, error)
    }
  }

  func http2EndStream(streamID: Int32) {
    guard let exchange = find(streamID) else { return }
    remove(streamID)
    answer(streamID, exchange, loop.finish(exchange, now: now, from: remoteAddress))
    lifetime.sawRequest(now: now)
  }

  func http2HeadersTooLarge(streamID: Int32) {
    guard let exchange = find(streamID) else { return }
    remove(streamID)
    loop.refuse(exchange, .headersTooLarge, from: remoteAddress, isAnswered: false)
  }

  func http2StreamClosed(streamID: Int32, errorCode: HTTP2ErrorCode) {
    guard let exchange = find(streamID) else { return }
    remove(streamID)
    abandon(exchange, errorCode)
  }

  func http2Settings() { lifetime.sawGreeting() }

  func http2PingAcknowledged() { perform(lifetime.announcementSeen()) }

  /// Counts a request that ended without an answer.
  func abandon(_ exchange: Exchange, _ code: HTTP2ErrorCode = .cancel) {
    let reason: RefusalReason =
      if session?.violation != nil {
        .protocolAbuse
      } else if code == .protocolError {
        // libnghttp2 found the stream to be wrong, for example a body unlike its content-length.
        .malformed
      } else {
        .disconnected
      }
    let refusal = Refusal(reason, .cancelled, "the client went away before the request was complete")
    loop.refuse(exchange, refusal, from: remoteAddress, isAnswered: false)
  }

  func refuse(_ streamID: Int32, _ exchange: Exchange, _ refusal: Refusal) {
    remove(streamID)
    answer(streamID, exchange, loop.refuse(exchange, refusal, from: remoteAddress))
  }

  private func answer(_ streamID: Int32, _ exchange: Exchange, _ answer: ServerLoop.Answer) {
    switch (exchange.transport, answer) {
    case (.grpc, .accepted):
      session?.submitPreparedReply(streamID: streamID)
    case (.grpc, .partial(let response)):
      session?.submitResponse(
        streamID: streamID, headers: GRPCReply.headers, body: HTTP2Body(GRPCReply.message(response)),
        trailers: GRPCReply.okTrailers)
    case (.grpc, .failed(let failure)):
      session?.submitResponse(streamID: streamID, headers: GRPCReply.failure(failure))
    case (.http, .accepted):
      session?.submitResponse(streamID: streamID, headers: HTTPReply.successHeaders)
    case (.http, .partial(let response)):
      submit(streamID, HTTPReply(response), to: exchange)
    case (.http, .failed(let failure)):
      submit(streamID, HTTPReply(failure, requestType: exchange.head.mediaType), to: exchange)
    }
  }

  private func submit(_ streamID: Int32, _ reply: HTTPReply, to exchange: Exchange) {
    let body = exchange.head.isHead ? nil : reply.http2Body
    session?.submitResponse(streamID: streamID, headers: reply.http2Headers, body: body)
  }
}
