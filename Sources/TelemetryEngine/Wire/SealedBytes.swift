#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes that no longer change and may be read from any thread: a finished batch.
///
/// Fan-out shares one instance between targets; the memory is freed with the last reference.
@safe package final class SealedBytes: @unchecked Sendable {
  package let count: Int
  private let base: UnsafeMutableRawPointer

  /// Takes over `base`, which must come from `malloc` and hold at least `count` initialised bytes
  /// that nobody else writes to or frees.
  init(adopting base: UnsafeMutableRawPointer, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// Lends the bytes for the duration of `body`.
  package func withSpan<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // The memory lives as long as self, which the call keeps alive, and holds `count` bytes.
    let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: count)
    return try body(span)
  }

  package func copied() -> [UInt8] {
    withSpan { span in
      unsafe span.withUnsafeBytes { unsafe Array($0) }
    }
  }

  deinit { unsafe free(base) }
}
