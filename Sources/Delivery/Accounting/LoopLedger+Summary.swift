internal import TelemetryEngine

extension LoopLedger {
  /// The identity's numbers in one line of `key=value` pairs in a fixed order, for the end of a run.
  ///
  /// `balance` is the sum of what each identity is off by, so 0. Reasons appear when they are not zero,
  /// and for a signal that no target ever took in any case, in the place of the targets.
  /// In a target's name every byte but letters, digits, `_` and `-` is written as `%` and two digits.
  package var summary: String {
    var pairs = ["balance=\(totalImbalance)"]
    for signal in Signal.allCases {
      let ledger = signals[signal]
      pairs.append("\(signal.name).received=\(ledger.received)")
      pairs.append("\(signal.name).rejected=\(ledger.rejected.total)")
      for reason in RejectReason.allCases where ledger.rejected[reason] != 0 {
        pairs.append("\(signal.name).rejected.\(reason.name)=\(ledger.rejected[reason])")
      }
      pairs.append("\(signal.name).sampled_out=\(ledger.sampledOut)")
      if !isRouted(signal) {
        for reason in DropReason.allCases where reason == unroutedReason || ledger.unrouted[reason] != 0 {
          pairs.append("\(signal.name).dropped.\(reason.name)=\(ledger.unrouted[reason])")
        }
      }
      for target in targets.indices where takes(signal, target: target) {
        append(target, signal, to: &pairs)
      }
    }
    return "identity " + pairs.joined(separator: " ")
  }

  private var totalImbalance: Int {
    Signal.allCases.reduce(0) { sum, signal in
      targets.indices.reduce(sum + abs(unroutedBalance(signal))) { $0 + abs(balance(target: $1, signal)) }
    }
  }

  private func append(_ target: Int, _ signal: Signal, to pairs: inout [String]) {
    let prefix = "\(signal.name).\(Self.keyPart(targets[target].name))"
    let items = perTarget[target].items[signal]
    pairs.append("\(prefix).replayed=\(items.replayed)")
    pairs.append("\(prefix).delivered=\(items.delivered)")
    pairs.append("\(prefix).queued=\(items.queued)")
    pairs.append("\(prefix).dropped=\(items.dropped.total)")
    for reason in DropReason.allCases where items.dropped[reason] != 0 {
      pairs.append("\(prefix).dropped.\(reason.name)=\(items.dropped[reason])")
    }
  }

  private static func keyPart(_ name: String) -> String {
    var part = ""
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        part.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16)
        part += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return part
  }
}
