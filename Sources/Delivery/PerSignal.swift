package import TelemetryEngine

/// One value for each signal, held in place.
package struct PerSignal<Value> {
  private var traces: Value
  private var metrics: Value
  private var logs: Value

  package init(_ make: (Signal) -> Value) {
    traces = make(.traces)
    metrics = make(.metrics)
    logs = make(.logs)
  }

  package init(repeating value: Value) { self.init { _ in value } }

  package subscript(signal: Signal) -> Value {
    _read {
      switch signal {
      case .traces: yield traces
      case .metrics: yield metrics
      case .logs: yield logs
      }
    }
    _modify {
      switch signal {
      case .traces: yield &traces
      case .metrics: yield &metrics
      case .logs: yield &logs
      }
    }
  }
}

extension PerSignal: Sendable where Value: Sendable {}
extension PerSignal: Equatable where Value: Equatable {}
