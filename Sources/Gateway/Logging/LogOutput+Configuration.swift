package import Configuration
package import Logging

extension LogRecord.Format {
  package init(_ format: GatewayConfiguration.LogFormat) {
    self =
      switch format {
      case .text: .text
      case .json: .json
      }
  }
}

extension Logger.Level {
  package init(_ level: GatewayConfiguration.LogLevel) {
    self =
      switch level {
      case .trace: .trace
      case .debug: .debug
      case .info: .info
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
  }
}
