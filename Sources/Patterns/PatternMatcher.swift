internal import CPCRE2

/// Replaces what patterns match. Owns the memory that matching needs, so each loop has one.
///
/// Every match is bounded in steps and memory; where a bound is reached, or anything else goes wrong, the
/// text counts as failed, and the caller must treat all of it as matched.
@safe package struct PatternMatcher: ~Copyable {
  package enum Outcome: Sendable, Equatable {
    case unchanged
    case changed
    /// Not decided within the bounds.
    case failed
  }

  /// Steps of one search, about a tenth of a millisecond.
  package static let maximumSteps: UInt32 = 10_000
  private static let maximumKiB: UInt32 = 1024
  /// Groups that a replacement can name, and the whole match.
  private static let pairs: UInt32 = 10

  private let context: OpaquePointer
  private let match: OpaquePointer
  private let stack: OpaquePointer?

  /// Nil when there is no memory.
  package init?() {
    guard let context = unsafe pcre2_match_context_create_8(nil) else { return nil }
    guard let match = unsafe pcre2_match_data_create_8(Self.pairs, nil) else {
      unsafe pcre2_match_context_free_8(context)
      return nil
    }
    unsafe pcre2_set_match_limit_8(context, Self.maximumSteps)
    unsafe pcre2_set_depth_limit_8(context, Self.maximumSteps)
    unsafe pcre2_set_heap_limit_8(context, Self.maximumKiB)
    let stack = unsafe pcre2_jit_stack_create_8(32 << 10, 256 << 10, nil)
    // Without a stack of its own the JIT uses 32 KiB of the machine's.
    if let stack = unsafe stack {
      unsafe pcre2_jit_stack_assign_8(context, nil, UnsafeMutableRawPointer(stack))
    }
    unsafe self.context = context
    unsafe self.match = match
    unsafe self.stack = stack
  }

  deinit {
    unsafe pcre2_match_data_free_8(match)
    unsafe pcre2_match_context_free_8(context)
    if let stack = unsafe stack { unsafe pcre2_jit_stack_free_8(stack) }
  }

  /// Appends `text`, which is UTF-8, with every match of the substitution replaced to `output`, up to
  /// `limit` bytes in all; on `unchanged` and `failed` what is appended means nothing.
  package mutating func replace(
    _ substitution: Substitution, in text: RawSpan, limit: Int, into output: inout [UInt8]
  ) -> Outcome {
    unsafe text.withUnsafeBytes { bytes in
      guard let base = unsafe bytes.bindMemory(to: UInt8.self).baseAddress else { return .unchanged }
      let subject = unsafe UnsafeBufferPointer(start: base, count: bytes.count)
      return unsafe replace(substitution, in: subject, limit: limit, into: &output)
    }
  }

  private mutating func replace(
    _ substitution: Substitution, in text: UnsafeBufferPointer<UInt8>, limit: Int, into output: inout [UInt8]
  ) -> Outcome {
    guard let pattern = substitution.pattern else { return .failed }
    var copied = 0
    var offset = 0
    var isChanged = false
    while offset <= text.count {
      let result = unsafe pcre2_match_8(
        pattern.code, text.baseAddress, text.count, offset, UInt32(PCRE2_NO_UTF_CHECK), match,
        context)
      if result == PCRE2_ERROR_NOMATCH { break }
      guard result >= 0, let vector = unsafe pcre2_get_ovector_pointer_8(match) else { return .failed }
      // Pairs of offsets into the text; those past `count` are unset. Look-behinds may turn them round.
      let pairs = unsafe UnsafeBufferPointer(start: vector, count: Int(Self.pairs) * 2)
      let (start, end) = unsafe (pairs[0], pairs[1])
      guard start >= copied, end >= start, end <= text.count else { return .failed }
      unsafe output.append(contentsOf: text[copied..<start])
      for part in substitution.replacement.parts {
        switch part {
        case .literal(let literal): output += literal
        case .group(let group):
          guard group * 2 + 1 < pairs.count, group < max(Int(result), 1) else { continue }
          let (low, high) = unsafe (pairs[group * 2], pairs[group * 2 + 1])
          // Both are the largest unsigned number, so -1 here, for a group that took no part.
          guard low >= 0, low <= high, high <= text.count else { continue }
          unsafe output.append(contentsOf: text[low..<high])
        }
      }
      guard output.count <= limit else { return .failed }
      isChanged = true
      copied = end
      offset = end
      if end == start {
        // Past the next character, so that an empty match does not come again.
        offset += 1
        while offset < text.count, unsafe text[offset] & 0xc0 == 0x80 { offset += 1 }
      }
    }
    guard isChanged else { return .unchanged }
    unsafe output.append(contentsOf: text[copied...])
    return output.count <= limit ? .changed : .failed
  }
}
