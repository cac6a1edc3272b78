internal import Configuration

extension GatewayConfiguration {
  /// How `limits.memory` is dealt out, in bytes.
  ///
  /// A quarter of it is for requests being received, in equal parts, but room for one whole request on each
  /// loop and half of it at most. The rest is for queues.
  func memory(loops: Int) -> (receivingPerLoop: Int, queues: Int) {
    let quarter = limits.memory / 4 / loops
    let receiving = min(max(quarter, receivers.maxMessageSize), limits.memory / 2 / loops)
    return (receiving, limits.memory - receiving * loops)
  }
}
