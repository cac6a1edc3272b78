import NIOCore
import Synchronization
import TelemetryEngine
import Transport

/// What the export handlers of a test's server saw, from any loop.
final class Recorder: Sendable {
  struct Export: Sendable, Equatable {
    var signal: Signal
    var body: ByteBuffer
    var transport: OTLPTransport
    var wireBytes: Int
  }

  struct Refused: Sendable, Equatable {
    var signal: Signal?
    var transport: OTLPTransport
    var reason: RefusalReason
    var code: ExportRefusal.Status?
  }

  private let state = Mutex<(exports: [Export], refusals: [Refused])>(([], []))

  var exports: [Export] { state.withLock { $0.exports } }
  var refusals: [Refused] { state.withLock { $0.refusals } }

  func record(_ export: Export) { state.withLock { $0.exports.append(export) } }
  func record(_ refused: Refused) { state.withLock { $0.refusals.append(refused) } }
}

/// Records every call and answers as the test wants.
final class RecordingHandler: ExportHandler {
  private let recorder: Recorder
  private let reply: ExportReply

  init(_ recorder: Recorder, reply: ExportReply) {
    self.recorder = recorder
    self.reply = reply
  }

  func export(_ signal: Signal, body: ByteBuffer, peer: PeerInfo) -> ExportReply {
    recorder.record(
      .init(signal: signal, body: body, transport: peer.transport, wireBytes: peer.wireBytes))
    return reply
  }

  func refusedBeforeExport(
    _ signal: Signal?, peer: PeerInfo, reason: RefusalReason, code: ExportRefusal.Status?
  ) {
    recorder.record(.init(signal: signal, transport: peer.transport, reason: reason, code: code))
  }
}
