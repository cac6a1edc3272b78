extension Schema {
  static let delivery: [Setting] = [
    .value(
      "delivery.guarantee", guarantee, \.delivery.guarantee, "What an acknowledgement to a sender promises."
    ).needingRestart(),
    .value(
      "delivery.batch.max_items", .integer(1...1_000_000), \.delivery.batchMaxItems,
      "Spans, data points or log records that end a batch."),
    .value(
      "delivery.batch.max_size", .size(1024...(64 << 20)), \.delivery.batchMaxSize,
      "Uncompressed bytes that end a batch."),
    .value(
      "delivery.batch.max_delay", .duration(.zero...(.seconds(60))), \.delivery.batchMaxDelay,
      "How long the first item of a batch waits for others."),
    .value(
      "delivery.drain_timeout", .duration(.zero...hour), \.delivery.drainTimeout,
      "How long a stop waits for queues to empty."),
  ]

  /// The words are known, so that a profile for a later version gets a better answer than "unknown".
  private static var guarantee: ValueType<GatewayConfiguration.DeliveryGuarantee> {
    let words = ValueType<GatewayConfiguration.DeliveryGuarantee>.choice()
    return ValueType(
      .choice(["memory"]), "`memory`",
      decode: { (scalar) throws(ValueProblem) in
        let value = try words.decode(scalar)
        guard value == .memory else {
          throw ValueProblem(.notAvailable, hint: "that guarantee is not available in this version")
        }
        return value
      },
      format: words.format)
  }
}
