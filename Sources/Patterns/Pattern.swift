internal import CPCRE2

/// A regular expression of PCRE2, compiled, with its JIT where the machine has one.
///
/// Bounded in length and compiled size; a match is bounded in steps (`PatternMatcher`).
@safe package final class Pattern: @unchecked Sendable {
  /// Bytes of the text of a pattern.
  package static let maximumLength = 1000
  /// Bytes of a compiled pattern.
  package static let maximumCompiledSize = 64 << 10

  package let text: String
  /// Compiled once and never changed, so that any thread may match with it; freed with self.
  let code: OpaquePointer

  /// Compiles `text`, in UTF-8 mode.
  ///
  /// - Throws: `PatternProblem` for what is no pattern, or too large a one.
  package init(_ text: String) throws(PatternProblem) {
    guard text.utf8.count <= Self.maximumLength else {
      throw PatternProblem(.tooLarge, at: Self.maximumLength)
    }
    var number: Int32 = 0
    var offset = 0
    let compiled: OpaquePointer? = unsafe Array(text.utf8).withUnsafeBufferPointer { bytes in
      // PCRE2 takes a null pointer with length 0.
      unsafe pcre2_compile_8(
        bytes.baseAddress, bytes.count, UInt32(PCRE2_UTF) | UInt32(PCRE2_NEVER_BACKSLASH_C), &number, &offset,
        nil)
    }
    guard let compiled = unsafe compiled else {
      throw PatternProblem(.syntax(Self.message(number)), at: offset)
    }
    var size = 0
    unsafe pcre2_pattern_info_8(compiled, UInt32(PCRE2_INFO_SIZE), &size)
    guard size <= Self.maximumCompiledSize else {
      unsafe pcre2_code_free_8(compiled)
      throw PatternProblem(.tooLarge, at: 0)
    }
    // Without a JIT the interpreter matches.
    _ = unsafe pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    self.text = text
    unsafe code = compiled
  }

  /// How many groups the pattern captures, beside the match itself.
  package var groupCount: Int {
    var count: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    return Int(count)
  }

  /// Whether the pattern can match where there is nothing, and so everywhere in every text. Of one that calls
  /// itself PCRE2 cannot always tell, and says that it can.
  package var matchesEmptyText: Bool {
    var answer: UInt32 = 0
    unsafe pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_MATCHEMPTY), &answer)
    return answer != 0
  }

  deinit { unsafe pcre2_code_free_8(code) }

  private static func message(_ number: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = unsafe buffer.withUnsafeMutableBufferPointer { bytes in
      unsafe pcre2_get_error_message_8(number, bytes.baseAddress, bytes.count)
    }
    return String(decoding: buffer.prefix(max(0, Int(length))), as: UTF8.self)
  }
}

/// Why a text is no pattern.
package struct PatternProblem: Error, Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// PCRE2's words for what is wrong.
    case syntax(String)
    case tooLarge
  }

  package let reason: Reason
  /// Bytes of the text before what is wrong.
  package let offset: Int

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}
