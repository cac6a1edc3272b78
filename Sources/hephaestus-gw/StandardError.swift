internal import Execution

enum StandardError {
  static func write(_ text: String) {
    ErrorLine.write(text.hasSuffix("\n") ? String(text.dropLast()) : text)
  }
}
