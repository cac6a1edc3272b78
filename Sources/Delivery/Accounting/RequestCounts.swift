package import TelemetryEngine

/// How many requests were answered with what.
package struct RequestCounts: Sendable, Equatable {
  package enum Transport: String, Sendable, CaseIterable {
    case grpc, http
  }

  package struct Key: Sendable, Hashable {
    /// Nil for a request to no signal's path.
    package var signal: Signal?
    package var transport: Transport
    /// A gRPC status code or an HTTP status.
    package var code: Int

    package init(signal: Signal?, transport: Transport, code: Int) {
      self.signal = signal
      self.transport = transport
      self.code = code
    }
  }

  /// Few different ones occur, and mostly the first: a search is cheaper than hashing. Bounded by
  /// the codes that the gateway itself answers.
  private var entries: [(key: Key, count: Int)] = []

  package init() {}

  package mutating func add(_ key: Key, count: Int = 1) {
    for index in entries.indices where entries[index].key == key {
      entries[index].count += count
      return
    }
    entries.append((key, count))
  }

  package subscript(key: Key) -> Int {
    entries.first { $0.key == key }?.count ?? 0
  }

  /// Every key that was counted, in order of signal, transport and code.
  package var sorted: [(key: Key, count: Int)] {
    entries.sorted { $0.key.order < $1.key.order }
  }

  package static func += (left: inout Self, right: Self) {
    for entry in right.entries { left.add(entry.key, count: entry.count) }
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.sorted.elementsEqual(right.sorted) { $0 == $1 }
  }
}

extension RequestCounts.Key {
  fileprivate var order: (Int, String, Int) {
    (signal.map { Int($0.rawValue) } ?? Int.max, transport.rawValue, code)
  }
}
