internal import NIOCore
internal import NIOHTTP1

/// Tells HTTP/2 with prior knowledge from HTTP/1.1 by the first bytes (RFC 9113, section 3.4).
package struct PrefaceMatch {
  package enum Verdict: Sendable, Equatable { case undecided, http2, http1 }

  static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  /// `bytes` are all that came so far.
  package static func judge(_ bytes: Span<UInt8>) -> Verdict {
    for index in 0..<min(bytes.count, preface.count) where bytes[index] != preface[index] { return .http1 }
    return bytes.count < preface.count ? .undecided : .http2
  }
}

/// The first handler of a connection: installs the one for the protocol that the peer speaks. With
/// HTTP/1.1 it stays, because only it sees when the first byte of a request arrives.
final class ProtocolDetector: ChannelInboundHandler, RemovableChannelHandler, ServerConnection {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  let generation: Int
  private let loop: ServerLoop
  private var lifetime: ConnectionLifetime
  private var received = ByteBuffer()
  private var context: ChannelHandlerContext?
  private var http1: HTTP1ServerConnection?
  private var isRetired = false

  init(loop: ServerLoop, generation: Int) {
    self.loop = loop
    self.generation = generation
    lifetime = loop.makeLifetime(now: .now())
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    loop.register(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    http1 = nil
    loop.unregister(self)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if let http1 {
      http1.bytesArrived()
      context.fireChannelRead(data)
      return
    }
    var bytes = unwrapInboundIn(data)
    received.writeBuffer(&bytes)
    switch PrefaceMatch.judge(received.readableBytesUInt8Span) {
    case .undecided: break
    case .http2: hand(over: context, to: HTTP2ServerConnection(loop: loop, generation: generation))
    case .http1: handOverHTTP1(context)
    }
  }

  private func hand(over context: ChannelHandlerContext, to connection: HTTP2ServerConnection) {
    loop.counters.connectionsHTTP2 += 1
    do {
      try context.pipeline.syncOperations.addHandler(connection, position: .after(self))
    } catch {
      context.close(promise: nil)
      return
    }
    if isRetired { connection.retire(now: .now()) }
    context.fireChannelRead(wrapInboundOut(received))
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  private func handOverHTTP1(_ context: ChannelHandlerContext) {
    loop.counters.connectionsHTTP1 += 1
    let connection = HTTP1ServerConnection(loop: loop, generation: generation)
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = loop.options.http2.maxHeaderBytes
    limits.maxHeaderListSize = loop.options.http2.maxHeaderBytes
    limits.maxHeaderFieldCount = loop.options.http2.maxHeaderCount
    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: limits)
    do {
      let operations = context.pipeline.syncOperations
      try operations.addHandler(connection, position: .after(self))
      try operations.addHandler(ByteToMessageHandler(decoder), position: .after(self))
    } catch {
      context.close(promise: nil)
      return
    }
    http1 = connection
    loop.unregister(self)
    if isRetired { connection.retire(now: .now()) }
    connection.bytesArrived()
    context.fireChannelRead(wrapInboundOut(received))
    received = ByteBuffer()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if http1 == nil { context.close(promise: nil) } else { context.fireErrorCaught(error) }
  }

  func tick(now: NIODeadline) {
    guard case .close(let reason) = lifetime.tick(now: now, openRequests: 0) else { return }
    loop.countClosed(reason)
    closeNow()
  }

  func drain(now: NIODeadline) { closeNow() }

  /// Who has just come may still say what it came for.
  func retire(now: NIODeadline) { isRetired = true }

  func closeNow() { context?.close(promise: nil) }
}
