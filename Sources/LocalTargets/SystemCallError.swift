#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A system call that failed, and why.
package struct SystemCallError: Error, Equatable {
  /// The value of `errno`.
  package let code: Int32

  package init(code: Int32) { self.code = code }

  /// The system's words for it, such as "Permission denied".
  package var reason: String {
    // The text is the C library's own and is copied before anything else can be called.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }

  static func last() -> SystemCallError { SystemCallError(code: errno) }
}
