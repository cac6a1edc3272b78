package import Logging

/// What one log line says.
package struct LogRecord: Sendable {
  package enum Format: Sendable {
    /// `2026-11-22T12:00:00.123Z INFO message key=value`
    case text
    /// `{"time":"2026-11-22T12:00:00.123Z","level":"info","message":"message","key":"value"}`
    case json
  }

  package var time: LogTimestamp
  package var level: Logger.Level
  package var message: String
  /// In the order in which they are shown.
  package var fields: [(key: String, value: String)]

  package init(
    time: LogTimestamp, level: Logger.Level, message: String, fields: [(key: String, value: String)] = []
  ) {
    self.time = time
    self.level = level
    self.message = message
    self.fields = fields
  }

  /// The most bytes of a line with its end: what a pipe takes in one piece.
  package static let longestLine = 4096
  package static let longestMessage = 1024
  static let longestKey = 64
  static let longestValue = 512

  /// The line with its end: one line whatever the fields contain, at most `longestLine` bytes. What is
  /// too long is cut and ends in `…`; fields that do not fit any more are left out, and `…` says so.
  ///
  /// `messageLimit` is in bytes of the message; a greater one lets the line exceed `longestLine`.
  package func line(_ format: Format, messageLimit: Int = LogRecord.longestMessage) -> [UInt8] {
    switch format {
    case .text: textLine(messageLimit)
    case .json: jsonLine(messageLimit)
    }
  }

  private func textLine(_ messageLimit: Int) -> [UInt8] {
    var line = Array("\(time.text) \(level.rawValue.uppercased()) ".utf8)
    line += LogEscaping.text(message, limit: messageLimit, isQuoted: false)
    for (key, value) in fields {
      let field =
        Array(" ".utf8) + LogEscaping.word(key, limit: Self.longestKey) + Array("=".utf8)
        + LogEscaping.word(value, limit: Self.longestValue)
      guard line.count + field.count + 5 <= Self.longestLine else {
        line += " …".utf8
        break
      }
      line += field
    }
    return line + Array("\n".utf8)
  }

  private func jsonLine(_ messageLimit: Int) -> [UInt8] {
    var line = Array("{\"time\":\"\(time.text)\",\"level\":\"\(level.rawValue)\",\"message\":".utf8)
    line += LogEscaping.json(message, limit: messageLimit)
    for (key, value) in fields {
      let name = Self.ownKeys.contains(key) ? key + "_" : key
      let field =
        Array(",".utf8) + LogEscaping.json(name, limit: Self.longestKey) + Array(":".utf8)
        + LogEscaping.json(value, limit: Self.longestValue)
      guard line.count + field.count + 13 <= Self.longestLine else {
        line += ",\"…\":true".utf8
        break
      }
      line += field
    }
    return line + Array("}\n".utf8)
  }

  private static let ownKeys: Set = ["time", "level", "message"]
}
