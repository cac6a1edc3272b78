import NIOCore
import NIOHTTP1
import TelemetryEngine

/// One HTTP/1.1 connection: one request at a time, kept alive between them.
final class HTTPConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  /// What its client must know. Both calls are the last ones for the export on this connection.
  protocol Owner: AnyObject {
    /// The response is in; the connection waits for another request, or is closing.
    func httpConnection(_ connection: HTTPConnection, answered export: PendingExport, with answer: HTTPAnswer)
    /// The connection is gone; `export` was under way on it, if any.
    func httpConnectionClosed(_ connection: HTTPConnection, under export: PendingExport?)
  }

  let channel: any Channel
  private weak var owner: (any Owner)?
  private var export: PendingExport?
  private var response = HTTPResponseCollector()
  private var isRequestWritten = false
  private(set) var answeredCount = 0
  private(set) var isOpen = true
  private(set) var idleSince = NIODeadline.now()
  /// The first error on the connection, in words.
  private(set) var failure: String?
  /// A response that is none makes the connection useless, but not stale.
  private var sawNonsense = false

  init(_ channel: any Channel, owner: any Owner) throws {
    self.channel = channel
    self.owner = owner
    do {
      try channel.pipeline.syncOperations.addHTTPClientHandlers()
      try channel.pipeline.syncOperations.addHandler(self)
    } catch {
      channel.close(promise: nil)
      throw error
    }
  }

  /// Whether the peer closed a kept-alive connection before it saw the request, as far as can be told.
  var isStale: Bool { answeredCount > 0 && !response.hasBegun && !sawNonsense }

  /// Whether response bytes were seen for the request that is under way.
  var hasResponseBegun: Bool { response.hasBegun }

  func start(_ export: PendingExport, head: HTTPRequestHead) {
    self.export = export
    response = HTTPResponseCollector()
    isRequestWritten = false
    channel.pipeline.syncOperations.write(NIOAny(HTTPClientRequestPart.head(head)), promise: nil)
    channel.pipeline.syncOperations.write(
      NIOAny(HTTPClientRequestPart.body(.byteBuffer(export.request.body))), promise: nil)
    let written = channel.eventLoop.makePromise(of: Void.self)
    channel.pipeline.syncOperations.writeAndFlush(
      NIOAny(HTTPClientRequestPart.end(nil)), promise: written)
    written.futureResult.assumeIsolated().whenSuccess { self.isRequestWritten = true }
  }

  func close() {
    isOpen = false
    channel.close(promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard export != nil else {
      // A response that nobody asked for.
      return close()
    }
    switch response.add(unwrapInboundIn(data)) {
    case .more: return
    case .tooLarge:
      export?.end(.unusable(reason: "the answer is larger than 4 MiB"))
      close()
    case .done(let answer, let keepsAlive): finish(answer, keepsAlive: keepsAlive)
    }
  }

  private func finish(_ answer: HTTPAnswer, keepsAlive: Bool) {
    guard let export else { return }
    self.export = nil
    answeredCount += 1
    idleSince = .now()
    // An answer that came before the request was out leaves the rest of the request in the way.
    if !keepsAlive || !isRequestWritten {
      close()
    }
    owner?.httpConnection(self, answered: export, with: answer)
  }

  func channelInactive(context: ChannelHandlerContext) {
    isOpen = false
    let export = export
    self.export = nil
    owner?.httpConnectionClosed(self, under: export)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if error is HTTPParserError {
      sawNonsense = true
      if failure == nil { failure = "the answer is not HTTP/1.1" }
    }
    if failure == nil { failure = describe(error) }
    context.close(promise: nil)
  }
}
