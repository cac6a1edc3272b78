internal import CPCRE2

extension Pattern {
  /// Steps from one place of a text after which a search gives up.
  private static let maximumSteps: UInt32 = 500

  /// Whether the pattern matches anywhere in a short text, such as one of the configuration's own. (What
  /// telemetry holds is for a matcher that keeps its memory.) True also where it cannot be told within bounds.
  package func isFound(in text: String) -> Bool {
    guard let data = unsafe pcre2_match_data_create_8(1, nil),
      let context = unsafe pcre2_match_context_create_8(nil)
    else { return true }
    defer {
      unsafe pcre2_match_data_free_8(data)
      unsafe pcre2_match_context_free_8(context)
    }
    _ = unsafe pcre2_set_match_limit_8(context, Self.maximumSteps)
    let result = unsafe Array(text.utf8).withUnsafeBufferPointer { bytes in
      unsafe pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, 0, data, context)
    }
    return result != PCRE2_ERROR_NOMATCH
  }
}
