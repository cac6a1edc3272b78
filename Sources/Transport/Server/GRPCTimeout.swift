package import NIOCore

/// The `grpc-timeout` header: one to eight digits and a unit (gRPC over HTTP/2, "Requests").
package enum GRPCTimeout: Sendable, Equatable {
  case after(TimeAmount)
  case malformed

  package init(_ value: Span<UInt8>) {
    guard (2...9).contains(value.count),
      let amount = value.extracting(0..<value.count - 1).decimal.map(Int64.init)
    else {
      self = .malformed
      return
    }
    // The largest value, 99,999,999 hours, is 3.6e20 ns, which is more than TimeAmount can hold.
    let hours = min(amount, Int64.max / 3_600_000_000_000)
    switch value[value.count - 1] {
    case UInt8(ascii: "n"): self = .after(.nanoseconds(amount))
    case UInt8(ascii: "u"): self = .after(.microseconds(amount))
    case UInt8(ascii: "m"): self = .after(.milliseconds(amount))
    case UInt8(ascii: "S"): self = .after(.seconds(amount))
    case UInt8(ascii: "M"): self = .after(.minutes(amount))
    case UInt8(ascii: "H"): self = .after(.hours(hours))
    default: self = .malformed
    }
  }
}
