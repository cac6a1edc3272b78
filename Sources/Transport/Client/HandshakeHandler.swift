import NIOCore
import NIOTLS

/// Tells when TLS is up, or why it is not. Stays in the pipeline and passes everything on.
final class HandshakeHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let wireProtocol: WireProtocol
  private var promise: EventLoopPromise<Void>?

  init(promise: EventLoopPromise<Void>, wireProtocol: WireProtocol) {
    self.promise = promise
    self.wireProtocol = wireProtocol
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted(let negotiated) = event as? TLSUserEvent {
      // HTTP/1.1 is what a server speaks that negotiates nothing; HTTP/2 must be agreed on.
      if wireProtocol == .grpc, negotiated != wireProtocol.alpnName {
        end(.failure(ConnectFailure(reason: "the server does not offer HTTP/2 (ALPN h2) for gRPC")))
      } else {
        end(.success(()))
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end(.failure(error))
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end(.failure(ConnectFailure(reason: "the server ended the connection")))
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end(.failure(ChannelError.ioOnClosedChannel))
  }

  private func end(_ result: Result<Void, any Error>) {
    let promise = promise
    self.promise = nil
    promise?.completeWith(result)
  }
}
