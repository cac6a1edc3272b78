internal import NIOCore

/// The acceptor's side of both listeners: who may connect. Used on the acceptor's loop only.
final class AcceptDesk {
  var ledger: ConnectionLedger
  var counters = AcceptCounters()

  init(options: OTLPServerOptions) {
    ledger = ConnectionLedger(
      limit: options.maxConnections, limitPerAddress: options.maxConnectionsPerAddress)
  }

  /// Sets other limits; connections beyond them that are open stay.
  func configure(_ options: OTLPServerOptions) {
    ledger.limit = options.maxConnections
    ledger.limitPerAddress = options.maxConnectionsPerAddress
  }
}

/// Sits on a listening channel and closes connections past the limits before they reach a loop.
final class AcceptGate: ChannelInboundHandler {
  typealias InboundIn = any Channel
  typealias InboundOut = any Channel

  private let desk: AcceptDesk

  init(desk: AcceptDesk) { self.desk = desk }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let connection = unwrapInboundIn(data)
    let address = connection.remoteAddress?.ipAddress ?? ""
    if let refusal = desk.ledger.admit(address) {
      desk.counters.refused[refusal, default: 0] += 1
      connection.close(promise: nil)
      return
    }
    desk.counters.accepted += 1
    let desk = NIOLoopBound(desk, eventLoop: context.eventLoop)
    connection.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
      desk.value.ledger.release(address)
    }
    context.fireChannelRead(data)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    desk.counters.failures += 1
    context.fireErrorCaught(error)
  }
}
