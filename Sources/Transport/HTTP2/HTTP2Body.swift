package import NIOCore
package import TelemetryEngine

/// The body of a message to send: a few bytes of framing and then shared or buffered content.
/// Copied once, into the output buffer, as flow control allows.
package struct HTTP2Body {
  private var head: ByteBuffer
  private var content = ByteBuffer()
  private let tail: SealedBytes?
  private var tailPosition = 0

  package init(_ bytes: ByteBuffer) {
    head = bytes
    tail = nil
  }

  /// `head` is sent first, for example the five bytes before a gRPC message.
  package init(head: ByteBuffer, _ tail: SealedBytes) {
    self.head = head
    self.tail = tail
  }

  /// The same with buffered content, which is not copied here either.
  package init(head: ByteBuffer, _ content: ByteBuffer) {
    self.head = head
    self.content = content
    tail = nil
  }

  /// Bytes that are still to be sent.
  package var count: Int {
    head.readableBytes + content.readableBytes + (tail?.count ?? 0) - tailPosition
  }

  /// Moves up to `length` bytes to the end of `output`.
  mutating func move(_ length: Int, to output: inout ByteBuffer) {
    let fromHead = min(length, head.readableBytes)
    if fromHead > 0, var slice = head.readSlice(length: fromHead) {
      output.writeBuffer(&slice)
    }
    let fromContent = min(length - fromHead, content.readableBytes)
    if fromContent > 0, var slice = content.readSlice(length: fromContent) {
      output.writeBuffer(&slice)
    }
    guard let tail, length > fromHead + fromContent else { return }
    let count = min(length - fromHead - fromContent, tail.count - tailPosition)
    tail.withSpan { span in
      _ = output.writeBytes(span.extracting(tailPosition..<tailPosition + count))
    }
    tailPosition += count
  }
}
